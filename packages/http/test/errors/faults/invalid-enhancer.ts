import { Controller, createApp, Get, Injectable, Module, UseGuards } from '@tenon/http';

@Injectable()
class SignedIn {
  mayPass() {
    return true;
  }
}

@Controller('/orders')
class OrderController {
  @Get()
  // @ts-expect-error -- the compiler sees it too
  @UseGuards(SignedIn)
  list() {}
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
