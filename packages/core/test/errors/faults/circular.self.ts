import { createContext, createToken, Module, provide } from '@tenon/core';

const COUNT = createToken<number>('count');

@Module({ providers: [provide(COUNT, { inject: [COUNT], useFactory: (count) => count + 1 })] })
class AppModule {}

export const provoke = () => createContext(AppModule);
