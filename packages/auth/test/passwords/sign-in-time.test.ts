import { expect, test } from '@jest/globals';
import { IsString } from '@tenon/dto';
import { Body, Controller, Module, Post } from '@tenon/http';
import { AuthModule, Passwords, WrongCredentialsException } from '@tenon/auth';
import { createTestApp } from '@tenon/testing';
import { medianTimes } from './median-times.js';

/** At the cost that passwords have, which takes half a minute on a busy machine: a step of CI's of its own. */
const IS_REAL = process.env['TENON_SIGN_IN'] === 'real';

test('takes as long to sign in to an account that there is not as to one that there is', async () => {
  class Credentials {
    @IsString() name!: string;
    @IsString() password!: string;
  }
  @Controller()
  class SessionController {
    readonly #hashes = new Map<string, string>();

    constructor(private readonly passwords: Passwords) {}

    @Post('/sign-up') async signUp(@Body() { name, password }: Credentials) {
      this.#hashes.set(name, await this.passwords.hash(password));
    }
    @Post('/sign-in') async signIn(@Body() { name, password }: Credentials) {
      if (!(await this.passwords.verify(password, this.#hashes.get(name)))) throw new WrongCredentialsException();
    }
  }
  @Module({
    imports: [AuthModule.with({ passwords: IS_REAL ? {} : { memory: 2048, passes: 1 } })],
    controllers: [SessionController],
  })
  class AppModule {}
  const app = await createTestApp(AppModule);
  await app.post('/sign-up', { body: { name: 'ada', password: 'right' } }).expect(201);
  const signIn = (name: string) => () => app.post('/sign-in', { body: { name, password: 'wrong' } }).expect(401);
  const { known, unknown, difference } = await medianTimes(200, { known: signIn('ada'), unknown: signIn('eve') });
  if (IS_REAL) console.log(`known ${known.toFixed(2)} ms, unknown ${unknown.toFixed(2)} ms`);
  expect(difference).toBeLessThan(0.1);
}, 120_000);
