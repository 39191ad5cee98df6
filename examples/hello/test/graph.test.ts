import { expect, test } from '@jest/globals';
import { createTestApp } from '@tenon/testing';
import { AppModule } from '../src/app.module.js';

test('has the graph that the README shows', async () => {
  const app = await createTestApp(AppModule);
  expect(app.context.graph().toMermaid()).toMatchGolden('graph');
});
