import { createContext, Module, type ModuleReference } from '@tenon/core';

const orders = { providers: [] };

@Module({ imports: [orders as unknown as ModuleReference] })
class AppModule {}

export const provoke = () => createContext(AppModule);
