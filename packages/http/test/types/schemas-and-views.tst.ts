import 'reflect-metadata';
import { Expose, IsInt } from '@tenon/dto';
import {
  Body,
  Controller,
  createContextKey,
  createParamDecorator,
  FromContext,
  Get,
  Ip,
  Post,
  Query,
  RawBody,
  Returns,
  Signal,
} from '@tenon/http';
import { z } from 'zod';

/* Compiled, and never run. A mismatch between a decorator and what it stands on is an error of the compiler. */

interface User {
  readonly name: string;
}

const CURRENT_USER = createContextKey<User>('current user');
const Name = createParamDecorator((_: void, context) => context.get(CURRENT_USER)?.name ?? 'nobody');
const Later = createParamDecorator(async (data: number) => Promise.resolve(data));
const order = z.object({ id: z.number() });

class Input {
  @IsInt() n!: number;
}

class LineView {
  @Expose() sku!: string;
}

class OrderView {
  @Expose() id!: number;
  @Expose() lines!: LineView[];
  @Expose() note?: string;
  @Expose() get total(): number {
    return 0;
  }
}

@Controller()
export class Fitting {
  @Get('/context') context(
    @FromContext(CURRENT_USER) user: User,
    @FromContext(CURRENT_USER, { optional: true }) maybe: User | undefined,
    @FromContext(CURRENT_USER) part: { name: string },
  ): unknown[] {
    return [user, maybe, part];
  }
  @Get('/custom') custom(@Name() name: string, @Later(1) later: number, @Name() any: unknown): unknown[] {
    return [name, later, any];
  }
  @Get('/others') others(@Ip() ip: string, @Signal() signal: AbortSignal, @Query('ids', [Number]) ids: number[]) {
    return [ip, signal, ids];
  }
  @Post('/bodies') bodies(@RawBody() raw: Buffer, @Body([Input]) inputs: Input[]): unknown[] {
    return [raw, inputs];
  }
  @Post('/schema') schema(@Body(order) { id }: { id: number }): number {
    return id;
  }
  @Get('/view') @Returns(OrderView) view() {
    return { id: 1, lines: [{ sku: 's', more: 1 }], total: 2, more: true };
  }
  @Get('/nothing') @Returns(OrderView) nothing(): OrderView | null | undefined {
    return null;
  }
  @Get('/later') @Returns(OrderView) async later(): Promise<OrderView | undefined> {
    return Promise.resolve(undefined);
  }
  @Get('/list') @Returns([OrderView]) list(): readonly OrderView[] {
    return [];
  }
  @Get('/set') @Returns([OrderView]) set(): Set<OrderView> {
    return new Set();
  }
  @Get('/items') @Returns([OrderView]) async *items(): AsyncGenerator<OrderView> {}
}

@Controller()
export class Misfitting {
  @Get('/context') context(
    // @ts-expect-error -- it gives a User
    @FromContext(CURRENT_USER) user: string,
    // @ts-expect-error -- it may give nothing
    @FromContext(CURRENT_USER, { optional: true }) maybe: User,
  ): unknown[] {
    return [user, maybe];
  }
  @Get('/custom') custom(
    // @ts-expect-error -- it gives a string
    @Name() name: number,
    // @ts-expect-error -- it gives a number, once it is there
    @Later(1) later: Promise<number>,
    // @ts-expect-error -- it takes a number
    @Later('1') other: number,
  ): unknown[] {
    return [name, later, other];
  }
  @Get('/others') others(
    // @ts-expect-error -- it gives a string
    @Ip() ip: number,
    // @ts-expect-error -- it gives numbers
    @Query('ids', [Number]) ids: string[],
  ): unknown[] {
    return [ip, ids];
  }
  @Post('/bodies') bodies(
    // @ts-expect-error -- it gives bytes
    @RawBody() raw: string,
    // @ts-expect-error -- it gives a list
    @Body([Input]) inputs: Input,
  ): unknown[] {
    return [raw, inputs];
  }
  // @ts-expect-error -- its id is a number
  @Post('/schema') schema(@Body(order) { id }: { id: string }): string {
    return id;
  }
  @Get('/queries') queries(
    // @ts-expect-error -- it gives a number
    @Query('n', z.coerce.number()) n: string,
    // @ts-expect-error -- its id is a number
    @Query(order) all: { id: string },
  ): unknown[] {
    return [n, all];
  }
  @Get('/view')
  // @ts-expect-error -- it has no lines
  @Returns(OrderView)
  view() {
    return { id: 1, total: 2 };
  }
  @Get('/nested')
  // @ts-expect-error -- its lines have no sku
  @Returns(OrderView)
  nested() {
    return { id: 1, lines: [{}], total: 2 };
  }
  @Get('/list')
  // @ts-expect-error -- it is a list
  @Returns(OrderView)
  list(): OrderView[] {
    return [];
  }
  @Get('/one')
  // @ts-expect-error -- it is no list
  @Returns([OrderView])
  one(): OrderView {
    return new OrderView();
  }
}
