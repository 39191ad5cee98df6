import { Body, Controller, Get, Param, Post, Query, SerializeOptions } from '@nestjs/common';
import { CreateOrder, OrderQuery, OrderView } from './order.js';

interface StoredOrder extends CreateOrder {
  readonly id: number;
  readonly paid: boolean;
}

@Controller('orders')
@SerializeOptions({ type: OrderView })
export class OrderController {
  readonly #orders: StoredOrder[] = [];

  @Post()
  create(@Body() { email, lines }: CreateOrder): StoredOrder {
    const order = { id: this.#orders.length + 1, email, lines, paid: false };
    this.#orders.push(order);
    return order;
  }

  //#region list
  @Get()
  list(@Query() { page, paid }: OrderQuery): StoredOrder[] {
    const found = this.#orders.filter((order) => paid === undefined || order.paid === paid);
    return found.slice(10 * (page - 1), 10 * page);
  }
  //#endregion

  @Get(':id')
  show(@Param('id') id: string): StoredOrder[] {
    return this.#orders.filter((order) => String(order.id) === id);
  }
}
