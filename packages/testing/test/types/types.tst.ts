import { createContextKey } from '@tenon/http';
import type { TestApp } from '@tenon/testing';
import { type OrderView, Till } from '../shop.js';

declare const app: TestApp;
const USER = createContextKey<{ readonly name: string }>('user');
const PAGE = createContextKey<number>('page');

export async function replies(): Promise<void> {
  const { body } = await app.get<OrderView>('/orders/7').expect(200);
  const email: string = body.email;
  // @ts-expect-error -- what is not said is not known
  const name: string = (await app.get('/orders/7')).body.name;
  // @ts-expect-error -- GET has no body
  await app.get('/orders', { body: {} });
  void [email, name];
}

export const till: Till = app.get(Till);

// @ts-expect-error -- a string is a URL, and gives a reply
export const other: Till = app.get('Till');

export async function requests(): Promise<void> {
  const ada = { name: 'Ada' };
  const length: number = await app.request({ set: [[USER, ada]] }, async ({ id }) => id.length);
  const name: string | undefined = await app.request((context) => context.get(USER)?.name);
  await app.request(
    {
      url: '/orders',
      set: [
        [USER, ada],
        [PAGE, 2],
      ],
    },
    () => undefined,
  );
  // @ts-expect-error -- the value is not of the key's type
  await app.request({ set: [[USER, 'Ada']] }, () => undefined);
  // @ts-expect-error -- nor is this one
  await app.request({ set: [[PAGE, '2']] }, () => undefined);
  void [length, name];
}
