import 'reflect-metadata';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import { expect, test } from '@jest/globals';
import { Type, IsInt, IsString, Min } from '@tenon/dto';
import { Body, Controller, type FastifyRequest, Post, Req, UseGuards } from '@tenon/http';
import { serve } from '../support/serve.js';
import { expectProblem } from './problem.js';

class Order {
  @IsString() sku!: string;
  @IsInt() @Min(1) @Type(() => Number) quantity!: number;
}

@Controller('/files')
class Files {
  @Post() async take(@Req() request: FastifyRequest) {
    const file = await request.file();
    if (!file) return { name: 'none' };
    return { name: file.filename, type: file.mimetype, text: (await file.toBuffer()).toString() };
  }
  @Post('/parts') async takeAll(@Req() request: FastifyRequest) {
    const seen: string[] = [];
    for await (const part of request.parts()) {
      if (part.type === 'field') seen.push(`${part.fieldname}=${String(part.value)}`);
      else seen.push(`${part.fieldname}: ${(await part.toBuffer()).length} bytes`);
    }
    return seen;
  }
  @Post('/refused') @UseGuards(() => false) refused() {}
}

@Controller('/orders')
class Orders {
  @Post() place(@Body() order: Order) {
    return order;
  }
}

function form(parts: Readonly<Record<string, string | Blob>>): FormData {
  const made = new FormData();
  for (const [name, value] of Object.entries(parts)) made.append(name, value);
  return made;
}

/** What `inject` takes of a form. */
async function payloadOf(parts: Readonly<Record<string, string | Blob>>) {
  const encoded = new Response(form(parts));
  return {
    headers: { 'content-type': String(encoded.headers.get('content-type')) },
    payload: Buffer.from(await encoded.arrayBuffer()),
  };
}

const FILE = new File(['all is well'], 'report.txt', { type: 'text/plain' });

test('lets a handler read a file', async () => {
  const app = await serve(Files);
  app.register(multipart);

  const reply = await app.inject({ method: 'POST', url: '/files', ...(await payloadOf({ report: FILE })) });
  expect(reply.statusCode).toBe(201);
  expect(reply.json()).toEqual({ name: 'report.txt', type: 'text/plain', text: 'all is well' });
});

test('refuses forms with files where nobody reads them', async () => {
  const app = await serve(Files);
  const reply = await app.inject({ method: 'POST', url: '/files', ...(await payloadOf({ report: FILE })) });
  expect(reply.statusCode).toBe(415);
});

test('lets a handler read all parts', async () => {
  const app = await serve(Files);
  app.register(multipart);

  const payload = await payloadOf({ title: 'Report', report: FILE, draft: FILE });
  const reply = await app.inject({ method: 'POST', url: '/files/parts', ...payload });
  expect(reply.json()).toEqual(['title=Report', 'report: 11 bytes', 'draft: 11 bytes']);
});

test('answers what is wrong with a form with a problem', async () => {
  const app = await serve(Files, { showErrors: false });
  app.register(multipart, { limits: { fileSize: 5, fields: 1 } });
  const post = async (url: string, parts: Readonly<Record<string, string | Blob>>) =>
    app.inject({ method: 'POST', url, ...(await payloadOf(parts)) });

  expectProblem(await post('/files', { report: FILE }), {
    title: 'Payload Too Large',
    status: 413,
    detail: 'request file too large',
    code: 'req-file-too-large',
  });
  expectProblem(await post('/files/parts', { a: '1', b: '2' }), {
    title: 'Payload Too Large',
    status: 413,
    detail: 'reach fields limit',
    code: 'fields-limit',
  });
  expectProblem(await app.inject({ method: 'POST', url: '/files', payload: { a: 1 } }), {
    title: 'Not Acceptable',
    status: 406,
    detail: 'the request is not multipart',
    code: 'invalid-multipart-content-type',
  });
  const headers = { 'content-type': 'multipart/form-data' };
  // The plugin says nothing of a status here.
  const broken = await app.inject({ method: 'POST', url: '/files', headers, payload: 'no boundary' });
  expectProblem(broken, { title: 'Internal Server Error', status: 500 });
  expectProblem(await post('/files/refused', { report: FILE }), { title: 'Forbidden', status: 403 });
});

test('converts the fields of a form as the class of a body declares them', async () => {
  const app = await serve(Orders);
  app.register(multipart, { attachFieldsToBody: 'keyValues' });
  const post = async (parts: Readonly<Record<string, string>>) =>
    app.inject({ method: 'POST', url: '/orders', ...(await payloadOf(parts)) });

  expect((await post({ sku: 'A-1', quantity: '2', more: 'x' })).json()).toEqual({ sku: 'A-1', quantity: 2 });
  expect((await post({ sku: 'A-1', quantity: '0' })).json()).toMatchObject({
    status: 422,
    errors: [{ in: 'body', pointer: '#/quantity', code: 'min' }],
  });
});

test('leaves forms to the parser that the application registers', async () => {
  const app = await serve(Orders);
  let parsed = 0;
  app.register(formbody, {
    parser: (text) => {
      parsed++;
      return Object.fromEntries(new URLSearchParams(text));
    },
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };

  const reply = await app.inject({ method: 'POST', url: '/orders', headers, payload: 'sku=A-1&quantity=2' });
  expect(reply.json()).toEqual({ sku: 'A-1', quantity: 2 });
  expect(parsed).toBe(1);
});

test('answers what is too large for that parser with a problem', async () => {
  const app = await serve(Orders, { showErrors: false });
  app.register(formbody, { bodyLimit: 5 });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };

  const reply = await app.inject({ method: 'POST', url: '/orders', headers, payload: 'sku=A-1&quantity=2' });
  expectProblem(reply, {
    title: 'Payload Too Large',
    status: 413,
    detail: 'Request body is too large',
    code: 'ctp-body-too-large',
  });
});
