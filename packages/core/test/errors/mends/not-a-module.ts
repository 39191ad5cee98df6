import { createContext, Injectable, Module } from '@tenon/core';

@Injectable()
class OrderService {}

// #region mend
@Module({ providers: [OrderService] })
class OrderModule {}
// #endregion

export const mended = () => createContext(OrderModule);
