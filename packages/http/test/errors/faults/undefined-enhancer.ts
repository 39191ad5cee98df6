import { type CanActivate, Controller, createApp, type EnhancerClass, Get, Module, UseGuards } from '@tenon/http';

// As in a file that is imported by the one it imports.
const SignedIn = undefined as unknown as EnhancerClass<CanActivate>;

@Controller('/orders')
@UseGuards(SignedIn)
class OrderController {
  @Get() list() {}
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
