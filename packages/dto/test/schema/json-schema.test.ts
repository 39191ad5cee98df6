import { expect, test } from '@jest/globals';
import 'reflect-metadata';
import {
  ArrayMinSize,
  Describe,
  Expose,
  IsArray,
  IsBoolean,
  IsDate,
  IsEmail,
  IsEnum,
  IsDefined,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsNotIn,
  NotEquals,
  IsOptional,
  IsPositive,
  IsString,
  IsUUID,
  jsonSchema,
  Length,
  Matches,
  Max,
  Min,
  registerDecorator,
  SchemaSet,
  Transform,
  Type,
  ValidateIf,
  ValidateNested,
  type JsonSchema,
} from '@tenon/dto';

enum Colour {
  red = 'red',
  blue = 'blue',
}

class Line {
  @IsInt() @Min(1) @Max(9) quantity!: number;
  @IsPositive() price!: number;
}

class Order {
  @Describe({ description: 'where it goes', examples: ['a@b.de'] }) @IsEmail() email!: string;
  @ArrayMinSize(1) @ValidateNested({ each: true }) @Type(() => Line) lines!: Line[];
  @IsOptional() @Length(2, 4) note?: string;
  @IsEnum(Colour) colour!: Colour;
  @IsString({ each: true }) @IsArray() tags!: string[];
  @IsBoolean() gift = false;
  @IsOptional() @ValidateNested() @Type(() => Order) before?: Order;
  @Expose({ name: 'paid_at' }) @IsDate() @Type(() => Date) paidAt!: Date;
}

const definitionOf = (target: Function, name = target.name): JsonSchema => jsonSchema(target).$defs?.[name] ?? {};

test('says a class and the classes in it', () => {
  expect(jsonSchema(Order)).toEqual({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $ref: '#/$defs/Order',
    $defs: {
      Order: {
        type: 'object',
        properties: {
          email: { type: 'string', format: 'email', description: 'where it goes', examples: ['a@b.de'] },
          lines: { type: 'array', minItems: 1, items: { $ref: '#/$defs/Line' } },
          note: { type: ['string', 'null'], minLength: 2, maxLength: 4 },
          colour: { enum: ['red', 'blue'] },
          tags: { type: 'array', items: { type: 'string' } },
          gift: { type: 'boolean', default: false },
          before: { anyOf: [{ $ref: '#/$defs/Order' }, { type: 'null' }] },
          paid_at: { type: 'string', format: 'date-time' },
        },
        required: ['email', 'lines', 'colour', 'tags', 'paid_at'],
      },
      Line: {
        type: 'object',
        properties: {
          quantity: { type: 'integer', minimum: 1, maximum: 9 },
          price: { type: 'number', exclusiveMinimum: 0 },
        },
        required: ['quantity', 'price'],
      },
    },
  });
});

function makeAddress(): Function {
  class Address {
    @IsString() street!: string;
  }
  return Address;
}

test('keeps two classes of one name apart, and names both', () => {
  const [first, second] = [makeAddress(), makeAddress()];
  const schemas = new SchemaSet({ refPrefix: '#/components/schemas/' });
  expect([schemas.refTo(first), schemas.refTo(second), schemas.refTo(first)]).toEqual([
    { $ref: '#/components/schemas/Address' },
    { $ref: '#/components/schemas/Address2' },
    { $ref: '#/components/schemas/Address' },
  ]);
  expect(Object.keys(schemas.definitions)).toEqual(['Address', 'Address2']);
  expect(schemas.collisions).toEqual([{ name: 'Address', classes: [first, second] }]);
});

test('marks what cannot be said, and says nothing wrong instead', () => {
  class Vague {
    @Matches(/^abc$/i) code!: string;
    @ValidateIf(() => true) @IsString() sometimes!: string;
    own!: string;
    @IsIn([new Date(0)]) date!: unknown;
    @IsUUID('4') id!: string;
    @Transform(({ value }) => String(value).split(',')) @IsArray() list!: string[];
    @IsIn(['a', 'b']) @IsIn(['b', 'c']) both!: string;
  }
  registerDecorator({ name: 'isString', target: Vague, propertyName: 'own', validator: { validate: () => true } });
  expect(definitionOf(Vague)).toEqual({
    type: 'object',
    properties: {
      code: { type: 'string', 'x-unexpressed': ['/^abc$/i'] },
      sometimes: { 'x-unexpressed': ['checked on a condition'] },
      own: { 'x-unexpressed': ['isString'] },
      date: { 'x-unexpressed': ['isIn'] },
      id: { type: 'string', format: 'uuid', 'x-unexpressed': ['isUuid'] },
      list: { type: 'array', 'x-unexpressed': ['transformed before it is checked'] },
      both: { enum: ['b'] },
    },
    required: ['code', 'date', 'id', 'list', 'both'],
  });
});

test('says that nothing else is allowed where whitelisting refuses it', () => {
  const validation = { whitelist: true, forbidNonWhitelisted: true };
  expect(jsonSchema(Line, { validation }).$defs?.['Line']?.additionalProperties).toBe(false);
});

test('says the groups that were asked for', () => {
  class Grouped {
    @IsString({ groups: ['create'] }) name!: string;
    @IsInt({ groups: ['update'] }) id!: number;
  }
  const schema = jsonSchema(Grouped, { validation: { groups: ['create'] } });
  expect(Object.keys(schema.$defs?.['Grouped']?.properties ?? {})).toEqual(['name']);
});

test('says the declared type where no decorator does', () => {
  class Declared {
    @IsNotEmpty() name!: string;
    @IsNotEmpty() age!: number;
  }
  const { name, age } = definitionOf(Declared).properties ?? {};
  expect([name?.type, age?.type]).toEqual(['string', 'number']);
});

test('has room for a property of any name', () => {
  class Odd {}
  IsString()(Odd.prototype, '__proto__');
  expect(Object.keys(definitionOf(Odd).properties ?? {})).toEqual(['__proto__']);
});

test('says all that a value must not be, however many decorators say so', () => {
  class Tagged {
    @IsDefined() @NotEquals('all') @IsNotIn(['none', 'some']) tag!: unknown;
  }
  expect(jsonSchema(Tagged).$defs?.['Tagged']?.properties?.['tag']).toEqual({
    not: { const: null },
    allOf: [{ not: { enum: ['none', 'some'] } }, { not: { const: 'all' } }],
  });
});
