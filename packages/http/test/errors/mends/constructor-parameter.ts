import { Controller, createApp, Get, Headers, Injectable, Module } from '@tenon/http';

// #region mend
@Injectable()
class Greeter {
  greet(language: string) {
    return language.startsWith('de') ? 'Guten Tag' : 'Hello';
  }
}

@Controller('/greeting')
class OrderController {
  constructor(private readonly greeter: Greeter) {}

  @Get()
  greet(@Headers('accept-language') language: string = 'en') {
    return this.greeter.greet(language);
  }
}
// #endregion

@Module({ controllers: [OrderController] })
class AppModule {}

export const mended = () => createApp(AppModule, { logger: false });
