import { createContext, Module, type ModuleDefinition } from '@tenon/core';

@Module({ global: 'yes' } as unknown as ModuleDefinition)
class AppModule {}

export const provoke = () => createContext(AppModule);
