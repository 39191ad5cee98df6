import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { createApp, openApi } from '@tenon/http';
import { OrdersModule } from './orders-app.js';

test('describes an application', async () => {
  await using app = await createApp(OrdersModule, { logger: false });
  const document = openApi(app, {
    info: { title: 'Orders', version: '1.0.0', description: 'What has been ordered.', contact: { name: 'Ada' } },
  });
  expect(JSON.stringify(document, null, 2)).toMatchGolden('orders');
});
