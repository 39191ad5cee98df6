import 'reflect-metadata';
import { Exclude, Expose, Transform, Type } from '@tenon/dto';
import { makeRawItems } from './raw-items.js';

export class Maker {
  @Expose() name!: string;
  @Expose() country!: string;
  @Exclude() taxNumber!: string;
}

/** Exposed, excluded, renamed and transformed fields, a nested object, a list and a date. */
export class Item {
  @Expose() id!: number;
  @Expose() name!: string;
  @Expose({ name: 'unitPrice' }) price!: number;
  @Expose() @Transform(({ value }: { value: number }) => value.toFixed(1)) rating!: number;
  @Expose() available!: boolean;
  @Expose() tags!: string[];
  @Expose() createdAt!: Date;
  @Expose() @Type(() => Maker) maker!: Maker;
  @Exclude() cost!: number;
  @Exclude() supplier!: string;
}

export function makeItems(count: number): Item[] {
  return makeRawItems(count).map(({ maker, ...item }) =>
    Object.assign(new Item(), item, { maker: Object.assign(new Maker(), maker) }),
  );
}
