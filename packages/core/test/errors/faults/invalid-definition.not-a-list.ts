import { createContext, Injectable, Module, type ModuleDefinition } from '@tenon/core';

@Injectable()
class OrderService {}

@Module({ providers: OrderService } as unknown as ModuleDefinition)
class AppModule {}

export const provoke = () => createContext(AppModule);
