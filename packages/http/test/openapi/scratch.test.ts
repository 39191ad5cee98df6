import { test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { createApp, openApi } from '@tenon/http';
import { OrdersModule } from './orders-app.js';

test('x', async () => {
  await using app = await createApp(OrdersModule, { logger: false });
  writeFileSync('/tmp/oa/openapi.json', JSON.stringify(openApi(app, { info: { description: 'Orders.', contact: { name: 'Ada', url: 'https://example.org' } } }), null, 2));
});
