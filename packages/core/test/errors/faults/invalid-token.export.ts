import { createContext, createToken, Module, type ModuleReference, provide } from '@tenon/core';

const CLOCK = createToken<Date>('clock');
const clock = provide(CLOCK, { useValue: new Date() });

@Module({ providers: [clock], exports: [clock as unknown as ModuleReference] })
class AppModule {}

export const provoke = () => createContext(AppModule);
