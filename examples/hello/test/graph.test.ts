import { expect, test } from '@jest/globals';
import { createApp } from '@tenon/http';
import { AppModule } from '../src/app.module.js';

test('has the graph that the README shows', async () => {
  await using app = await createApp(AppModule, { logger: false });
  expect(app.context.graph().toMermaid()).toMatchGolden('graph');
});
