/** What an item is made of, whether it is shown or not. */
export interface RawItem {
  readonly id: number;
  readonly name: string;
  readonly price: number;
  readonly rating: number;
  readonly available: boolean;
  readonly tags: readonly string[];
  readonly createdAt: Date;
  readonly maker: { readonly name: string; readonly country: string; readonly taxNumber: string };
  readonly cost: number;
  readonly supplier: string;
}

export function makeRawItems(count: number): RawItem[] {
  return Array.from({ length: count }, (_, number) => ({
    id: number,
    name: `Item "${number}" – a thing of use`,
    price: 1 + number / 4,
    rating: (number % 50) / 10,
    available: number % 3 > 0,
    tags: ['kitchen', 'tea', `shelf ${number % 9}`],
    createdAt: new Date(Date.UTC(2026, 0, 1) + number * 12_345_678),
    maker: { name: `Maker ${number % 7}`, country: 'DE', taxNumber: '12/345' },
    cost: number / 5,
    supplier: 'secret',
  }));
}

/** What is shown of an item, as a plain object that is ready to be written: the date is still a date. */
export interface PlainItem {
  readonly id: number;
  readonly name: string;
  readonly unitPrice: number;
  readonly rating: string;
  readonly available: boolean;
  readonly tags: readonly string[];
  readonly createdAt: Date;
  readonly maker: { readonly name: string; readonly country: string };
}

/** The mapping that users of fast-json-stringify write by hand. */
export function toPlainItem(item: RawItem): PlainItem {
  return {
    id: item.id,
    name: item.name,
    unitPrice: item.price,
    rating: item.rating.toFixed(1),
    available: item.available,
    tags: item.tags,
    createdAt: item.createdAt,
    maker: { name: item.maker.name, country: item.maker.country },
  };
}
