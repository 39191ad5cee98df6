import { createContext, createToken, Inject, Injectable, Module, provide } from '@tenon/core';

const PARENT = createToken<Child>('parent');

@Injectable()
class Child {
  @Inject(PARENT) readonly parent!: Child;
}

@Module({ providers: [Child, provide(PARENT, { useExisting: Child })] })
class AppModule {}

export const provoke = () => createContext(AppModule);
