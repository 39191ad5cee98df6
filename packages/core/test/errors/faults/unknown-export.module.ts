import { createContext, Module } from '@tenon/core';

@Module()
class MailModule {}

@Module({ exports: [MailModule] })
class OrderModule {}

@Module({ imports: [OrderModule] })
class AppModule {}

export const provoke = () => createContext(AppModule);
