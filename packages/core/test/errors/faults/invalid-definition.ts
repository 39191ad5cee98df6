import { createContext, Injectable, Module, type ModuleDefinition } from '@tenon/core';

@Injectable()
class OrderService {}

@Module({ provider: [OrderService] } as ModuleDefinition)
class AppModule {}

export const provoke = () => createContext(AppModule);
