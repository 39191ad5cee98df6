import { Controller, createApp, Get, Headers, Injectable, Module } from '@tenon/http';

@Injectable()
class Fallback {}

@Injectable()
class Language {
  constructor(
    readonly fallback: Fallback,
    @Headers('accept-language') readonly header: string,
  ) {}
}

@Controller('/orders')
class OrderController {
  @Get() list() {}
}

@Module({ controllers: [OrderController], providers: [Language, Fallback] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
