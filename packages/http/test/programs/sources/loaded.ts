import 'reflect-metadata';
import { Controller, createApp, Get, Module } from '@tenon/http';

/* Tells whether a small application that listens has loaded what it has no use for: it takes a fifth of its boot. */

@Controller()
class Greetings {
  @Get('/greeting') greet(): string {
    return 'Hello';
  }
}

@Module({ controllers: [Greetings] })
class GreetingModule {}

if (process.argv[2] === 'print') {
  const app = await createApp(GreetingModule, { logger: false });
  await app.listen({ host: '127.0.0.1', port: 0 });
  await app.inject('/greeting');
  const { moduleLoadList } = process as unknown as { readonly moduleLoadList: readonly string[] };
  console.log(JSON.stringify(moduleLoadList.filter((name) => /undici/.test(name))));
  await app.close();
}
