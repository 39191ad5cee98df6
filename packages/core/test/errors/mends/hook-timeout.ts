import { createContext, Injectable, Module, type OnReady } from '@tenon/core';

// #region mend
@Injectable()
class Consumer implements OnReady {
  #work: Promise<void> | undefined;

  onReady() {
    this.#work = this.consume(); // begins, and is not waited for
  }

  async onClosing() {
    await this.#work;
  }

  async consume() {}
}
// #endregion

@Module({ providers: [Consumer] })
class AppModule {}

export const mended = () => createContext(AppModule);
