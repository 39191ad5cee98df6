import { createContext, Module, type ModuleReference } from '@tenon/core';

const modules: { orders?: ModuleReference } = {};

@Module({ imports: [modules.orders as ModuleReference] })
class AppModule {}

export const provoke = () => createContext(AppModule);
