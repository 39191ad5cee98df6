import { createContext, createToken, Module, provide } from '@tenon/core';

class SystemClock {}

const CLOCK = createToken<SystemClock>('clock');

@Module({ providers: [provide(CLOCK, { useExisting: SystemClock })] })
class AppModule {}

export const provoke = () => createContext(AppModule);
