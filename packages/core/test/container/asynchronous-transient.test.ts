import { expect, test } from '@jest/globals';
import { createContext, createToken, Inject, Injectable, Module, provide } from '@tenon/core';

const TICKET = createToken<number>('ticket');

@Injectable()
class Visitor {
  constructor(@Inject(TICKET) readonly ticket: number) {}
}

@Injectable()
class Guide {
  constructor(readonly visitor: Visitor) {}
}

test('waits for the asynchronous factory of a transient before it makes the singleton that needs it', async () => {
  @Module({ providers: [Guide, Visitor, provide(TICKET, { useFactory: async () => 7, scope: 'transient' })] })
  class AppModule {}

  await using app = await createContext(AppModule);
  expect(app.get(Visitor)).toBeInstanceOf(Visitor);
  expect(app.get(Guide).visitor.ticket).toBe(7);
});

test('does not start when the asynchronous factory of a transient fails', async () => {
  const useFactory = async (): Promise<number> => {
    throw new Error('sold out');
  };
  @Module({ providers: [Visitor, provide(TICKET, { useFactory, scope: 'transient' })] })
  class AppModule {}

  await expect(createContext(AppModule)).rejects.toThrow('sold out');
});
