import { createContext, Injectable, Module } from '@tenon/core';

@Injectable()
class OrderService {}

// #region mend
@Module({ providers: [OrderService] })
class AppModule {}
// #endregion

export const mended = () => createContext(AppModule);
