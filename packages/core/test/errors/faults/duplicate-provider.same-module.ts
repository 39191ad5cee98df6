import { createContext, Injectable, Module, provide } from '@tenon/core';

@Injectable()
class OrderService {}

class FakeOrderService extends OrderService {}

@Module({ providers: [OrderService, provide(OrderService, { useClass: FakeOrderService })] })
class AppModule {}

export const provoke = () => createContext(AppModule);
