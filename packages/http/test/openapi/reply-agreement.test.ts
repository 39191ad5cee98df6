import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { Exclude, Expose, IsEnum, IsInt, IsOptional, IsString, MaxLength, Type } from '@tenon/dto';
import {
  Body,
  type CanActivate,
  ConflictException,
  Controller,
  Describe,
  Get,
  Injectable,
  openApi,
  Param,
  Post,
  type RequestContext,
  Returns,
  Security,
  UnauthorizedException,
  UseGuards,
} from '@tenon/http';
import fc from 'fast-check';
import { serve } from '../support/serve.js';
import { DescribedReplies } from './described-replies.js';

/* Whatever a handler returns of a view's type, and whatever goes wrong: the reply is what the document says of it. */

enum State {
  open = 'open',
  paid = 'paid',
}

class LineView {
  @Expose() sku!: string;
  @Expose() @IsInt() quantity!: number;
}

class OrderView {
  @Expose() id!: number;
  @Expose() isGift!: boolean;
  @Expose() @IsEnum(State) state!: State;
  @Expose({ name: 'placed_at' }) placedAt!: Date;
  @Expose() @IsOptional() @IsString() note?: string | null;
  @Expose() @Type(() => LineView) lines!: LineView[];
  @Expose() @IsString({ each: true }) tags!: string[];
  @Expose() @IsOptional() @Type(() => LineView) first?: LineView;
  @Exclude() secret!: string;
  @Expose() get total(): number {
    return this.lines.length;
  }
}

class NewOrder {
  @IsString() @MaxLength(5) name!: string;
}

@Injectable()
@Security('token', { type: 'http', scheme: 'bearer' })
class SignedIn implements CanActivate {
  canActivate({ request }: RequestContext): boolean {
    if (request.headers.authorization === undefined) throw new UnauthorizedException();
    return request.headers.authorization === 'Bearer of ada';
  }
}

let returned: unknown;

@Controller('/orders')
class OrderController {
  @Get()
  @Returns([OrderView])
  list(): OrderView[] {
    return returned as OrderView[];
  }

  @Get('/:id')
  @Returns(OrderView)
  show(@Param('id') _id: number): OrderView {
    return returned as OrderView;
  }

  @Post()
  @UseGuards(SignedIn)
  @Describe({ errors: [409] })
  place(@Body() { name }: NewOrder): number {
    if (name === 'twice') throw new ConflictException('It is there.');
    if (name === 'bug') throw new TypeError('A bug.');
    return name.length;
  }
}

const line = fc.record({ sku: fc.string(), quantity: fc.integer() });

const order = fc
  .record(
    {
      id: fc.double({ noNaN: true, noDefaultInfinity: true }),
      isGift: fc.boolean(),
      state: fc.constantFrom(State.open, State.paid),
      placedAt: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }),
      note: fc.option(fc.string()),
      lines: fc.array(line, { maxLength: 3 }),
      tags: fc.array(fc.string(), { maxLength: 3 }),
      first: line,
      secret: fc.string(),
      nobodyKnows: fc.jsonValue(),
    },
    { requiredKeys: ['id', 'isGift', 'state', 'placedAt', 'lines', 'tags', 'secret'] },
  )
  .map((properties) => Object.assign(new OrderView(), properties));

test('answers with what the document says, whatever a handler returns of a view', async () => {
  const app = await serve(OrderController);
  const described = new DescribedReplies(openApi(app));
  await fc.assert(
    fc.asyncProperty(fc.array(order, { maxLength: 3 }), async (orders) => {
      returned = orders;
      expect(described.faultsOf('/orders', 'get', await app.inject('/orders'))).toEqual([]);
      returned = orders[0];
      expect(described.faultsOf('/orders/{id}', 'get', await app.inject('/orders/1'))).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test('answers with the problems that the document says, whatever goes wrong', async () => {
  const app = await serve(OrderController, { bodyLimit: 100 });
  const described = new DescribedReplies(openApi(app));
  const send = (payload: string, headers: Record<string, string> = {}) =>
    app.inject({
      method: 'POST',
      url: '/orders',
      headers: { 'content-type': 'application/json', authorization: 'Bearer of ada', ...headers },
      payload,
    });
  const replies = [
    await send('{"name":"fine"}'),
    await send('{"name":"fine"}', { authorization: 'Bearer of eve' }),
    await send('{"name":'),
    await send(JSON.stringify({ name: 'x'.repeat(100) })),
    await send('name', { 'content-type': 'application/x-unheard-of' }),
    await send('{"name":"too long"}'),
    await send('{"name":"twice"}'),
    await send('{"name":"bug"}'),
    await app.inject({ method: 'POST', url: '/orders', payload: { name: 'fine' } }),
  ];
  for (const reply of replies) expect(described.faultsOf('/orders', 'post', reply)).toEqual([]);
  expect(replies.map(({ statusCode }) => statusCode)).toEqual([201, 403, 400, 413, 415, 422, 409, 500, 401]);
  const notFound = await app.inject('/orders/x');
  expect(described.faultsOf('/orders/{id}', 'get', notFound)).toEqual([]);
  expect(notFound.statusCode).toBe(422);
});
