import { Controller, createApp, type FastifyRequest, Get, Module, Req } from '@tenon/http';

@Controller('/orders')
class OrderController {
  constructor(@Req() readonly request: FastifyRequest) {}
  @Get() list() {}
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
