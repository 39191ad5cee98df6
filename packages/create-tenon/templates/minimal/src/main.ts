import { Controller, createApp, Get, Module, Query } from '@tenon/http';

@Controller('/hello')
class HelloController {
  @Get()
  greet(@Query('name') name: string = 'world') {
    return { greeting: `Hello, ${name}!` };
  }
}

@Module({ controllers: [HelloController] })
class AppModule {}

export const app = await createApp(AppModule);
await app.listen();
