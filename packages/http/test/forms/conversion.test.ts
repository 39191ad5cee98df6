import { expect, test } from '@jest/globals';
import { Body, Controller, Form, Patch, Post } from '@tenon/http';
import {
  ArrayMinSize,
  Equals,
  IsBoolean,
  IsDate,
  IsEnum,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  ValidateIf,
} from '@tenon/dto';
import { FORM } from '../support/pages.js';
import { serve } from '../support/serve.js';
import { encode } from '../uploads/form.js';

enum Size {
  Small = 'small',
  Large = 'large',
}

class Order {
  @Length(1, 20) title!: string;
  @IsInt() @Min(1) @Max(9) count!: number;
  @IsBoolean() isGift!: boolean;
  @IsString({ each: true }) tags!: string[];
  @IsOptional() @Length(3, 20) note?: string;
  @IsOptional() @IsNumber() weight?: number;
  @IsOptional() @IsDate() due?: Date;
  @IsOptional() @IsEnum(Size) size?: Size;
  @IsOptional() @IsBoolean() isUrgent?: boolean;
  @IsBoolean() isNews = true;
  @IsInt({ each: true }) shelves: number[] = [1];
  @ValidateIf(() => false) @IsBoolean() isUnused?: boolean;
}

class Terms {
  @IsInt({ message: 'Say how many.' }) @Min(1) count!: number;
  @Equals(true, { message: 'Please agree.' }) @IsBoolean() agrees!: boolean;
  @ArrayMinSize(1) @IsString({ each: true }) tags!: string[];
}

@Controller('/orders')
class Orders {
  @Post()
  create(@Form() input: Order) {
    return input;
  }

  @Post('/terms')
  agree(@Form() input: Terms) {
    return input;
  }

  @Patch('/by-program')
  byProgram(@Body() input: Order) {
    return input;
  }
}

type Field = readonly [name: string, value: string];
const LEAST: readonly Field[] = [
  ['title', 'tea'],
  ['count', '2'],
];

async function send(fields: readonly Field[], url = '/orders', method: 'POST' | 'PATCH' = 'POST') {
  const app = await serve(Orders);
  const headers = { 'content-type': FORM };
  const payload = new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])).toString();
  return app.inject({ method, url, headers, payload });
}

test('takes what a browser does not send for false and none', async () => {
  expect((await send(LEAST)).json()).toEqual({
    title: 'tea',
    count: 2,
    isGift: false,
    tags: [],
    isNews: false,
    shelves: [],
  });
});

test.each([
  [['isGift', 'on'], { isGift: true }],
  [['isGift', 'true'], { isGift: true }],
  [['isGift', '1'], { isGift: true }],
  [['isGift', 'false'], { isGift: false }],
  [['isUrgent', 'on'], { isUrgent: true }],
  [['isUrgent', ''], { isUrgent: undefined }],
  [['tags', 'a'], { tags: ['a'] }],
  [['tags', ''], { tags: [] }],
  [['shelves', '7'], { shelves: [7] }],
  [['note', ''], { note: undefined }],
  [['note', 'one\r\ntwo'], { note: 'one\ntwo' }],
  [['weight', ''], { weight: undefined }],
  [['weight', '1.50'], { weight: 1.5 }],
  [['weight', '-2e3'], { weight: -2000 }],
  [['due', ''], { due: undefined }],
  [['due', '2026-02-28'], { due: '2026-02-28T00:00:00.000Z' }],
  [['due', '2026-02-28T10:30'], { due: new Date(2026, 1, 28, 10, 30).toISOString() }],
  [['size', 'large'], { size: 'large' }],
  [['size', ''], { size: undefined }],
] as [Field, Readonly<Record<string, unknown>>][])('makes of the field %j %j', async (field, expected) => {
  const reply = await send([...LEAST, field]);

  expect([reply.statusCode, { ...(reply.json() as object) }]).toEqual([201, expect.objectContaining({ title: 'tea' })]);
  for (const [name, value] of Object.entries(expected)) expect((reply.json() as typeof expected)[name]).toEqual(value);
});

test('takes several values of one name for a list, and the last of a hidden field and a box', async () => {
  const fields = ['tags', 'tags', 'tags'].map((name, index): Field => [name, ['a', '', 'b'][index] as string]);

  const reply = await send([...LEAST, ...fields, ['isGift', 'false'], ['isGift', 'true']]);

  expect(reply.json()).toMatchObject({ tags: ['a', 'b'], isGift: true });
});

test('counts a line end as one letter, as maxlength does', async () => {
  const lines = Array.from({ length: 10 }, () => 'x').join('\r\n');

  expect((await send([...LEAST, ['note', lines]])).statusCode).toBe(201);
});

test.each([
  [['count', 'two'], 'type', 'count must be an integer'],
  [['count', '1.5'], 'type', 'count must be an integer'],
  [['count', ' 2'], 'type', 'count must be an integer'],
  [['count', '2,'], 'type', 'count must be an integer'],
  [['weight', '1,5'], 'type', 'weight must be a number'],
  [['weight', 'NaN'], 'type', 'weight must be a number'],
  [['due', '2026-02-30'], 'type', 'due must be an ISO 8601 date'],
  [['due', '28.2.2026'], 'type', 'due must be an ISO 8601 date'],
  [['size', 'huge'], 'type', 'size must be one of the following values: small, large'],
  [['isGift', 'yes'], 'type', 'isGift must be true or false'],
  [['count', ''], 'required', 'count is required'],
  [['title', ''], 'required', 'title is required'],
  [['note', 'x'], 'isLength', 'note must be longer than or equal to 3 characters'],
] as [Field, string, string][])('refuses the field %j once', async (field, code, message) => {
  const reply = await send([...LEAST.filter(([name]) => name !== field[0]), field]);

  expect(reply.json()).toMatchObject({ status: 422, errors: [{ code, message, pointer: `#/${field[0]}` }] });
  expect((reply.json() as { errors: unknown[] }).errors).toHaveLength(1);
});

test('refuses two values where one is declared', async () => {
  const reply = await send([...LEAST, ['title', 'coffee']]);

  expect(reply.json()).toMatchObject({ errors: [{ code: 'type', message: 'title must be a string' }] });
});

test("tells of an empty field in the class's own words, where it has some", async () => {
  const { errors } = (await send([], '/orders/terms')).json() as { errors: { message: string }[] };

  expect(errors.map(({ message }) => message)).toEqual([
    'Say how many.',
    'Please agree.',
    'tags must contain at least 1 elements',
  ]);
});

test('leaves a form that a program sends to @Body as it is', async () => {
  const reply = await send([...LEAST, ['isGift', 'true'], ['tags', 'a'], ['note', '']], '/orders/by-program', 'PATCH');

  expect(reply.json()).toMatchObject({ errors: [{ pointer: '#/note', code: 'isLength' }] });
});

test('reads the same of multipart/form-data', async () => {
  const form = new FormData();
  for (const [name, value] of [...LEAST, ['tags', 'a'], ['tags', 'b'], ['note', ''], ['isUrgent', 'on']] as Field[])
    form.append(name, value);
  const { headers, payload } = await encode(form);
  const app = await serve(Orders);

  const reply = await app.inject({ method: 'POST', url: '/orders', headers, payload });

  expect(reply.json()).toEqual({
    title: 'tea',
    count: 2,
    isGift: false,
    tags: ['a', 'b'],
    isUrgent: true,
    isNews: false,
    shelves: [],
  });
});

test.each(['constructor', 'prototype', 'toString', 'hasOwnProperty'])(
  'takes no field %s for anything',
  async (name) => {
    const reply = await send([...LEAST, [name, 'x']]);

    expect(reply.statusCode).toBe(201);
    expect(Object.keys(reply.json() as object)).not.toContain(name);
  },
);

test('refuses a form of very many fields', async () => {
  const fields = Array.from({ length: 5000 }, (_, index): Field => [`f${index}`, 'x']);

  expect((await send(fields)).json()).toMatchObject({ status: 400, code: 'too-many-keys' });
});
