import { expect, test } from '@jest/globals';
import { Browser, startApp } from '../app.js';

test('remembers what is set from one request to the next, for each visitor by themselves', async () => {
  const app = await startApp();
  const [one, other] = [new Browser(app), new Browser(app)];
  await one.submit('/cart/1');
  expect((await one.submit('/cart/2')).body).toEqual({ cart: [1, 2] });
  expect((await other.submit('/cart/3')).body).toEqual({ cart: [3] });
  expect((await one.get('/cart')).body).toEqual({ cart: [1, 2], user: null });
});
