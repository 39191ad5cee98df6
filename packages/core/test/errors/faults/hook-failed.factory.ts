import { createContext, createToken, Module, provide } from '@tenon/core';

const QUEUE = createToken<object>('queue');

@Module({
  providers: [
    provide(QUEUE, {
      useFactory: () => ({
        onReady() {
          throw new TypeError('no such queue: mails');
        },
      }),
    }),
  ],
})
class AppModule {}

export const provoke = () => createContext(AppModule);
