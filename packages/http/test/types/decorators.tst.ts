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
  type StandardSchema,
} from '@tenon/http';

/* Compiled, and never run: a mistake in a controller is one that the compiler tells. */

interface User {
  readonly name: string;
}
const CURRENT_USER = createContextKey<User>('current user');

class CreateOrder {
  @IsInt() quantity!: number;
}
class LineView {
  @Expose() sku!: string;
}
class OrderView {
  @Expose() id!: number;
  @Expose() lines!: LineView[];
  @Expose() placedAt!: Date;
  /** A transform makes it of others. */
  @Expose() total?: number;
  isLarge(): boolean {
    return this.lines.length > 10;
  }
}
interface Row {
  readonly id: number;
  readonly lines: readonly { readonly sku: string; readonly margin: number }[];
  readonly placedAt: Date;
}
declare const schema: StandardSchema<{ readonly page: number }>;
const Language = createParamDecorator(
  async (fallback: string, { request }) => request.headers['accept-language'] ?? fallback,
);

@Controller('/orders')
export class Arguments {
  @Post('/context') context(@FromContext(CURRENT_USER) user: User) {
    return user.name;
  }
  @Post('/wider') wider(@FromContext(CURRENT_USER) user: unknown) {
    return user;
  }
  @Post('/wrong-context') wrongContext(
    // @ts-expect-error -- the key promises a User
    @FromContext(CURRENT_USER) user: string,
  ) {
    return user;
  }
  @Post('/optional') optional(@FromContext(CURRENT_USER, { optional: true }) user: User | undefined) {
    return user?.name;
  }
  @Post('/wrong-optional') wrongOptional(
    // @ts-expect-error -- it may be missing
    @FromContext(CURRENT_USER, { optional: true }) user: User,
  ) {
    return user.name;
  }
  @Post('/list') list(@Body([CreateOrder]) orders: CreateOrder[]) {
    return orders.length;
  }
  @Post('/wrong-list') wrongList(
    // @ts-expect-error -- a list is no order
    @Body([CreateOrder]) order: CreateOrder,
  ) {
    return order.quantity;
  }
  @Get('/schema') schema(@Query(schema) query: { readonly page: number }) {
    return query.page;
  }
  @Get('/wrong-schema') wrongSchema(
    // @ts-expect-error -- the schema gives a number
    @Query(schema) query: { readonly page: string },
  ) {
    return query.page;
  }
  @Get('/numbers') numbers(@Query('ids', [Number]) ids: number[]) {
    return ids;
  }
  @Get('/wrong-numbers') wrongNumbers(
    // @ts-expect-error -- a list of numbers is none of strings
    @Query('ids', [Number]) ids: string[],
  ) {
    return ids;
  }
  @Get('/custom') custom(@Language('en') language: string) {
    return language;
  }
  @Get('/wrong-custom') wrongCustom(
    // @ts-expect-error -- what is promised is waited for
    @Language('en') language: Promise<string>,
  ) {
    return language;
  }
  @Post('/special') special(@Ip() ip: string, @RawBody() raw: Buffer, @Signal() signal: AbortSignal) {
    return [ip, raw.length, signal.aborted];
  }
  @Post('/wrong-special') wrongSpecial(
    // @ts-expect-error -- an address is a string
    @Ip() ip: number,
  ) {
    return ip;
  }
}

declare const row: Row;

@Controller('/orders')
export class Replies {
  @Get('/1') @Returns(OrderView) one(): Row {
    return row;
  }
  @Get('/2') @Returns(OrderView) async maybe(): Promise<Row | undefined> {
    return undefined;
  }
  @Get('/3') @Returns([OrderView]) all(): Row[] {
    return [];
  }
  @Get('/4') @Returns([OrderView]) async *stream(): AsyncIterable<Row> {
    yield row;
  }
  // @ts-expect-error -- a string is no order
  @Get('/5') @Returns(OrderView) text(): string {
    return '';
  }
  // @ts-expect-error -- a list where one is declared
  @Get('/6') @Returns(OrderView) list(): Row[] {
    return [];
  }
  // @ts-expect-error -- one where a list is declared
  @Get('/7') @Returns([OrderView]) single(): Row {
    return row;
  }
  // @ts-expect-error -- it has no lines
  @Get('/8') @Returns(OrderView) lacking(): Omit<Row, 'lines'> {
    return row;
  }
  // @ts-expect-error -- its lines have no sku
  @Get('/9') @Returns(OrderView) async deep(): Promise<Omit<Row, 'lines'> & { lines: { name: string }[] }> {
    return { ...row, lines: [] };
  }
}
