import { createContext, Injectable, Module, type OnInit } from '@tenon/core';

@Injectable()
class Reports implements OnInit {
  async onInit() {
    await Promise.resolve();
  }
}

@Module()
class AppModule {}

export async function provoke() {
  await using context = await createContext(AppModule);
  return context.get(Reports);
}
