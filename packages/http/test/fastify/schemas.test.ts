import { expect, test } from '@jest/globals';
import { serve } from '../support/serve.js';

test('validates raw routes by their schemas, with the names of headers in any case', async () => {
  const app = await serve([]);
  app.fastify.addSchema({ $id: 'size', type: 'integer', minimum: 1 });
  app.fastify.post(
    '/raw',
    {
      schema: {
        headers: {
          type: 'object',
          properties: { 'X-Tenant': { type: 'string', minLength: 3 } },
          required: ['X-Tenant'],
        },
        body: { type: 'object', properties: { size: { $ref: 'size#' } }, required: ['size'] },
      },
    },
    ({ body }) => body,
  );
  const send = (tenant: string, size: unknown): Promise<number> =>
    app
      .inject({ method: 'POST', url: '/raw', headers: { 'X-Tenant': tenant }, payload: { size } })
      .then(({ statusCode }) => statusCode);
  expect(await send('acme', 1)).toBe(200);
  expect(await send('acme', 0)).toBe(400);
  expect(await send('ac', 1)).toBe(400);
});

test('serialises the replies of raw routes by their schemas', async () => {
  const app = await serve([]);
  const response = { 200: { type: 'object', properties: { name: { type: 'string' } } } };
  app.register(async (scope) => {
    scope.get('/raw', { schema: { response } }, () => ({ name: 'Ada', password: 'secret' }));
  });
  expect((await app.inject('/raw')).body).toBe('{"name":"Ada"}');
});

test('leaves schemas to what the application brings itself', async () => {
  const buildValidator = () => () => () => ({ error: new Error('never') });
  const app = await serve([], {
    fastify: { schemaController: { compilersFactory: { buildValidator: buildValidator as never } } },
  });
  app.fastify.get('/raw', { schema: { querystring: { type: 'object' } } }, () => 'served');
  expect((await app.inject('/raw')).statusCode).toBe(400);
});
