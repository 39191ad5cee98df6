import { expect, test } from '@jest/globals';
import 'reflect-metadata';
import {
  Exclude,
  Expose,
  IsEnum,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Min,
  SchemaSet,
  Transform,
  Type,
} from '@tenon/dto';

enum State {
  open = 'open',
  paid = 'paid',
}

class Line {
  @Expose() @IsInt() @Min(1) quantity!: number;
  @Exclude() price!: number;
}

class OrderView {
  @Expose() id!: number;
  @Expose({ name: 'placed_at' }) placedAt!: Date;
  @Expose() @Type(() => Line) lines!: Line[];
  @Expose() @IsOptional() @Length(1, 500) note?: string;
  @Expose() @IsEnum(State) state!: State;
  @Expose() @IsString({ each: true }) tags!: string[];
  @Expose() @Transform(({ value }) => String(value)) made!: unknown;
  @Expose({ groups: ['admin'] }) margin!: number;
  @Exclude() secret!: string;
  @Expose() get total(): number {
    return 0;
  }
  @Expose() label(): string {
    return '';
  }
  @Expose() @IsOptional() @Type(() => OrderView) before?: OrderView;
}

test('says what a view shows, under the names that it gives', () => {
  const schemas = new SchemaSet();
  expect(schemas.viewRefTo(OrderView)).toEqual({ $ref: '#/$defs/OrderView' });
  expect(schemas.definitions).toEqual({
    OrderView: {
      type: 'object',
      properties: {
        id: { type: 'number' },
        placed_at: { type: 'string', format: 'date-time' },
        lines: { type: 'array', items: { $ref: '#/$defs/Line' } },
        note: { type: ['string', 'null'] },
        state: { enum: ['open', 'paid'] },
        tags: { type: 'array', items: { type: 'string' } },
        made: {},
        total: { type: 'number' },
        label: { type: 'string' },
        before: { anyOf: [{ $ref: '#/$defs/OrderView' }, { type: 'null' }] },
      },
      required: ['id', 'placed_at', 'lines', 'state', 'tags', 'made', 'total', 'label'],
    },
    Line: { type: 'object', properties: { quantity: { type: 'integer' } }, required: ['quantity'] },
  });
});

test('shows what a group sees', () => {
  const schemas = new SchemaSet();
  schemas.viewRefTo(OrderView);
  expect(schemas.viewRefTo(OrderView, ['admin'])).toEqual({ $ref: '#/$defs/OrderViewAdmin' });
  expect(schemas.definitions['OrderViewAdmin']?.properties).toHaveProperty('margin', { type: 'number' });
  expect(schemas.definitions['OrderView']?.properties).not.toHaveProperty('margin');
});

test('keeps what comes in and what goes out as one class apart', () => {
  const schemas = new SchemaSet();
  schemas.refTo(Line);
  expect(schemas.viewRefTo(Line)).toEqual({ $ref: '#/$defs/LineOutput' });
  expect(schemas.definitions['Line']?.properties).toEqual({ quantity: { type: 'integer', minimum: 1 } });
  expect(schemas.definitions['LineOutput']?.properties).toEqual({ quantity: { type: 'integer' } });
  expect(schemas.collisions).toEqual([]);
});

test('writes a class once where only what is told of its faults differs', () => {
  const schemas = new SchemaSet();
  expect(schemas.refTo(Line, { whitelist: true })).toEqual(schemas.refTo(Line, { stopAtFirstError: true }));
  expect(schemas.refTo(Line, { whitelist: true, forbidNonWhitelisted: true })).toEqual({
    $ref: '#/$defs/LineExactly',
  });
});

test('gives the schema of a class without a name', () => {
  const schemas = new SchemaSet();
  expect(schemas.schemaOf(Line).required).toEqual(['quantity']);
  expect(schemas.definitions).toEqual({});
});
