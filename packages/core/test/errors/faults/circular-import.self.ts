import { createContext, Module, type ModuleReference } from '@tenon/core';

const imports: ModuleReference[] = [];

@Module({ imports })
class AppModule {}

imports.push(AppModule);

export const provoke = () => createContext(AppModule);
