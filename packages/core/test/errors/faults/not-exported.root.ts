import { createContext, Injectable, Module } from '@tenon/core';

@Injectable()
class Settings {}

@Injectable()
class OrderService {
  constructor(readonly settings: Settings) {}
}

@Module({ providers: [OrderService] })
class OrderModule {}

@Module({ imports: [OrderModule], providers: [Settings], exports: [Settings] })
class AppModule {}

export const provoke = () => createContext(AppModule);
