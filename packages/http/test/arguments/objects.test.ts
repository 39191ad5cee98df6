import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import {
  IsArray,
  IsEmail,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Min,
  registerDecorator,
  Type,
  ValidateNested,
  ArrayMinSize,
} from '@tenon/dto';
import { Body, Controller, Cookies, Headers, Injectable, Param, Post, Get, Query, type AppOptions } from '@tenon/http';
import { ValidatorConstraint, type ValidatorConstraintInterface, Validate } from 'class-validator';
import { serve } from '../support/serve.js';

class Line {
  @IsString() sku!: string;
  @IsInt() @Min(1) quantity!: number;
}

class CreateOrder {
  @IsEmail() email!: string;
  @ValidateNested({ each: true }) @Type(() => Line) @IsArray() @ArrayMinSize(1) lines!: Line[];
  @IsOptional() @Length(0, 5) note?: string;
}

class Page {
  @IsInt() @Min(1) page: number = 1;
  @IsOptional() @IsInt({ each: true }) ids?: number[];
}

@Controller('/orders')
class Orders {
  @Post() create(@Body() input: CreateOrder) {
    return { isOrder: input instanceof CreateOrder, isLine: input.lines[0] instanceof Line, input };
  }
  @Post('/many') createMany(@Body([CreateOrder]) inputs: CreateOrder[]) {
    return inputs.length;
  }
  @Get() list(@Query() page: Page) {
    return { isPage: page instanceof Page, page };
  }
  @Post('/:page') all(@Param() path: Page, @Query() query: Page, @Body() input: CreateOrder) {
    return { path, query, input };
  }
}

const order = () => ({ email: 'a@b.example', lines: [{ sku: 's', quantity: 2 }] });

test('makes validated objects of the declared class', async () => {
  const app = await serve(Orders);
  const reply = await app.inject({ method: 'POST', url: '/orders', payload: order() });
  expect(reply.statusCode).toBe(201);
  expect(reply.json()).toEqual({ isOrder: true, isLine: true, input: order() });
  expect((await app.inject('/orders?page=3&ids=1&ids=2')).json()).toEqual({
    isPage: true,
    page: { page: 3, ids: [1, 2] },
  });
  expect((await app.inject('/orders')).json()).toEqual({ isPage: true, page: { page: 1 } });
});

test('tells all that is wrong with all arguments in one reply, each with its place', async () => {
  const app = await serve(Orders);
  const reply = await app.inject({
    method: 'POST',
    url: '/orders/0?page=x',
    payload: { email: 'no', lines: [{ sku: 's', quantity: 0 }, { quantity: '1' }], note: 'too long' },
  });
  expect(reply.statusCode).toBe(422);
  const { errors } = reply.json();
  expect(errors).toEqual(
    expect.arrayContaining([
      { in: 'path', name: 'page', code: 'min', args: [1], message: 'page must not be less than 1' },
      { in: 'query', name: 'page', code: 'type', args: ['integer'], message: 'page must be an integer' },
      expect.objectContaining({ in: 'body', pointer: '#/email', code: 'isEmail' }),
      {
        in: 'body',
        pointer: '#/lines/0/quantity',
        code: 'min',
        args: [1],
        message: 'quantity must not be less than 1',
      },
      expect.objectContaining({ in: 'body', pointer: '#/lines/1/sku', code: 'isString' }),
      expect.objectContaining({ in: 'body', pointer: '#/lines/1/quantity', code: 'isInt' }),
      {
        in: 'body',
        pointer: '#/note',
        code: 'isLength',
        args: [0, 5],
        message: 'note must be shorter than or equal to 5 characters',
      },
    ]),
  );
});

test('takes JSON strictly, and converts what came as a string', async () => {
  const app = await serve(Orders);
  const payload = { ...order(), lines: [{ sku: 's', quantity: '2' }] };
  expect((await app.inject({ method: 'POST', url: '/orders', payload })).json()).toMatchObject({
    errors: [
      { pointer: '#/lines/0/quantity', code: 'min' },
      { pointer: '#/lines/0/quantity', code: 'isInt' },
    ],
  });
});

test('takes a list of objects', async () => {
  const app = await serve(Orders);
  const post = (payload: object) => app.inject({ method: 'POST', url: '/orders/many', payload });
  expect((await post([order(), order()])).json()).toBe(2);
  expect((await post([])).json()).toBe(0);
  expect((await post([order(), { ...order(), email: 1 }])).json()).toMatchObject({
    errors: [{ in: 'body', pointer: '#/1/email', code: 'isEmail' }],
  });
  expect((await post(order())).json()).toMatchObject({ status: 422, errors: [{ in: 'body', pointer: '#' }] });
});

test.each([
  ['nothing', undefined],
  ['null', 'null'],
  ['a list', '[]'],
  ['a string', '"x"'],
  ['a number', '1'],
])('refuses %s in place of an object, and says where', async (_, payload) => {
  const app = await serve(Orders);
  const reply = await app.inject({
    method: 'POST',
    url: '/orders',
    ...(payload !== undefined && { payload, headers: { 'content-type': 'application/json' } }),
  });
  expect(reply.json()).toMatchObject({
    status: 422,
    errors: [{ in: 'body', pointer: '#', message: 'the body must be an object' }],
  });
});

test('escapes the names of properties in pointers', async () => {
  class Odd {
    @IsString() 'a/b~c d#%ü': string;
  }
  @Controller()
  class OddOnes {
    @Post('/odd') odd(@Body() odd: Odd) {
      return odd;
    }
  }
  const app = await serve(OddOnes);
  expect((await app.inject({ method: 'POST', url: '/odd', payload: {} })).json()).toMatchObject({
    errors: [{ in: 'body', pointer: '#/a~1b~0c%20d%23%25%C3%BC' }],
  });
});

class Small {
  @IsString() a!: string;
}

@Controller()
class Unknown {
  @Post('/app') app(@Body() small: Small) {
    return small;
  }
  @Post('/strip') strip(@Body({ unknown: 'strip' }) small: Small) {
    return small;
  }
  @Post('/reject') reject(@Body({ unknown: 'reject' }) small: Small) {
    return small;
  }
  @Post('/keep') keep(@Body({ unknown: 'keep' }) small: Small) {
    return small;
  }
  @Get('/query') query(@Query() small: Small) {
    return small;
  }
  @Get('/headers') headers(@Headers() small: Small) {
    return small;
  }
  @Get('/cookies') cookies(@Cookies() small: Small) {
    return small;
  }
}

test.each([
  [undefined, 'strip'],
  ['strip', 'strip'],
  ['reject', 'reject'],
  ['keep', 'keep'],
] as const)(
  'does with unknown properties what the application says, %s, and what a route says',
  async (unknown, does) => {
    const options: AppOptions = unknown === undefined ? {} : { unknown };
    const app = await serve(Unknown, options);
    const post = async (url: string) => {
      const reply = await app.inject({ method: 'POST', url, payload: { a: '1', b: 2, 'c/d': { e: 3 } } });
      const told = reply.json<{ errors?: unknown }>();
      return reply.statusCode === 201 ? told : told.errors;
    };
    const stripped = { a: '1' };
    const kept = { a: '1', b: 2, 'c/d': { e: 3 } };
    const rejected = [
      { in: 'body', pointer: '#/b', code: 'unknown', message: 'property b should not exist' },
      { in: 'body', pointer: '#/c~1d', code: 'unknown', message: 'property c/d should not exist' },
    ];
    const results = { strip: stripped, reject: rejected, keep: kept };
    expect(await post('/app')).toEqual(results[does]);
    expect(await post('/strip')).toEqual(stripped);
    expect(await post('/reject')).toEqual(rejected);
    expect(await post('/keep')).toEqual(kept);
    const query = await app.inject('/query?a=1&b=2');
    expect(query.json()).toEqual(
      does === 'reject'
        ? expect.objectContaining({ errors: [expect.objectContaining({ in: 'query', name: 'b', code: 'unknown' })] })
        : does === 'keep'
          ? { a: '1', b: '2' }
          : { a: '1' },
    );
    // Every request has headers and cookies that nobody declared.
    expect((await app.inject({ url: '/headers', headers: { a: '1' } })).json()).toEqual({ a: '1' });
    expect((await app.inject({ url: '/cookies', cookies: { a: '1', b: '2' } })).json()).toEqual({ a: '1' });
  },
);

test('validates and converts by groups', async () => {
  class Account {
    @IsString({ groups: ['create'] }) password!: string;
    @IsString({ groups: ['create', 'update'] }) name!: string;
  }
  @Controller('/accounts')
  class Accounts {
    @Post('/create') create(@Body({ groups: ['create'] }) account: Account) {
      return account;
    }
    @Post('/update') update(@Body({ groups: ['update'] }) account: Account) {
      return account;
    }
  }
  const app = await serve(Accounts);
  const post = (url: string, payload: object) => app.inject({ method: 'POST', url: `/accounts${url}`, payload });
  expect((await post('/create', { name: 'n' })).json()).toMatchObject({ errors: [{ pointer: '#/password' }] });
  expect((await post('/update', { name: 'n' })).json()).toEqual({ name: 'n' });
  // Of this group, nobody declared it.
  expect((await post('/update', { name: 'n', password: 'p' })).json()).toEqual({ name: 'n' });
});

test('gives constraint classes their dependencies, and waits for those that take time', async () => {
  @Injectable()
  class Taken {
    has(name: string) {
      return Promise.resolve(name === 'ada');
    }
  }
  @ValidatorConstraint({ async: true })
  @Injectable()
  class IsFree implements ValidatorConstraintInterface {
    constructor(private readonly taken: Taken) {}
    async validate(name: string) {
      return !(await this.taken.has(name));
    }
    defaultMessage() {
      return 'this name is taken';
    }
  }
  class SignUp {
    @Validate(IsFree) name!: string;
  }
  @Controller()
  class SignUps {
    @Post('/sign-up') signUp(@Body() input: SignUp, @Query('page') page: number) {
      return { name: input.name, page };
    }
    @Post('/late/:id') late(@Param('id') id: number, @Body() input: SignUp, @Query('page') page: number) {
      return { id, name: input.name, page };
    }
  }
  const app = await serve({ controllers: [SignUps], providers: [IsFree] });
  const post = (url: string, name: string) => app.inject({ method: 'POST', url, payload: { name } });
  expect((await post('/sign-up?page=1', 'bob')).json()).toEqual({ name: 'bob', page: 1 });
  expect((await post('/sign-up?page=1', 'ada')).json()).toMatchObject({
    status: 422,
    errors: [{ in: 'body', pointer: '#/name', code: 'IsFree', message: 'this name is taken' }],
  });
  // What takes time is told with what does not, whichever comes first.
  const expected = [
    { in: 'path', name: 'id' },
    { in: 'body', pointer: '#/name' },
    { in: 'query', name: 'page' },
  ];
  expect((await post('/late/x?page=y', 'ada')).json()).toMatchObject({ errors: expected });
  expect((await post('/late/1?page=y', 'ada')).json()).toMatchObject({ errors: expected.slice(1) });
  expect((await post('/late/x?page=1', 'ada')).json()).toMatchObject({ errors: expected.slice(0, 2) });
});

test('makes a constraint class without a decorator once, and refuses one that wants what nobody gives', async () => {
  let made = 0;
  @ValidatorConstraint()
  class IsShort implements ValidatorConstraintInterface {
    constructor() {
      made += 1;
    }
    validate(name: string) {
      return name.length < 5;
    }
  }
  @ValidatorConstraint()
  class IsKnown implements ValidatorConstraintInterface {
    constructor(private readonly names: Set<string>) {}
    validate(name: string) {
      return this.names.has(name);
    }
  }
  class SignUp {
    @Validate(IsShort) name!: string;
  }
  class SignIn {
    @Validate(IsKnown) name!: string;
  }
  @Controller()
  class Sessions {
    @Post('/sign-up') signUp(@Body() input: SignUp) {
      return input.name;
    }
    @Post('/sign-in') signIn(@Body() input: SignIn) {
      return input.name;
    }
  }
  const app = await serve(Sessions);
  const post = (url: string) => app.inject({ method: 'POST', url, payload: { name: 'bob' } });
  expect((await post('/sign-up')).body).toBe('bob');
  expect((await post('/sign-up')).body).toBe('bob');
  expect(made).toBe(1);
  const refused = (await post('/sign-in')).json();
  expect(refused).toMatchObject({ status: 500, detail: expect.stringContaining('IsKnown') });
});

test('tells of a hundred errors at most, and how many there are', async () => {
  const app = await serve(Orders);
  const payload = { ...order(), lines: Array.from({ length: 1000 }, () => ({ sku: 1, quantity: 1 })) };
  const problem = (await app.inject({ method: 'POST', url: '/orders', payload })).json();
  expect(problem.errors).toHaveLength(100);
  expect(problem).toMatchObject({ status: 422, errorCount: 1000 });
});

test('calls a validator that throws a failure of the server', async () => {
  class Broken {
    @Fails() a!: string;
  }
  @Controller()
  class Breaking {
    @Post('/broken') broken(@Body() broken: Broken) {
      return broken;
    }
  }
  const app = await serve(Breaking, { showErrors: false });
  const reply = await app.inject({ method: 'POST', url: '/broken', payload: { a: 'x' } });
  expect(reply.json()).toEqual({
    type: 'about:blank',
    title: 'Internal Server Error',
    status: 500,
    requestId: expect.any(String),
  });
});

function Fails(): PropertyDecorator {
  return (target, propertyName) =>
    registerDecorator({
      name: 'fails',
      target: target.constructor,
      propertyName: propertyName as string,
      validator: {
        validate() {
          throw new Error('the database is away');
        },
      },
    });
}

test('says the status of invalid input that the application wants', async () => {
  const app = await serve(Orders, { validationStatus: 400 });
  const reply = await app.inject({ method: 'POST', url: '/orders', payload: {} });
  expect(reply.statusCode).toBe(400);
  expect(reply.json()).toMatchObject({ status: 400, title: 'Bad Request' });
});
