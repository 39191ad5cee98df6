import { createContext, Module, type ModuleReference } from '@tenon/core';

const imports: ModuleReference[] = [];

@Module({ imports })
class OrderModule {}

@Module({ imports: [OrderModule] })
class InvoiceModule {}

imports.push(InvoiceModule);

@Module({ imports: [OrderModule, InvoiceModule] })
class AppModule {}

export const provoke = () => createContext(AppModule);
