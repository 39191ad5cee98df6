import { createRequire } from 'node:module';
import { expect, jest, test } from '@jest/globals';

// The library's whole machinery for validating throws; its decorators, predicates and storage stay.
const original = createRequire(import.meta.url)('class-validator') as Record<string, unknown>;

function forbidden(): never {
  throw new Error('the original was asked to validate');
}

jest.unstable_mockModule('class-validator', () => ({
  ...original,
  validate: forbidden,
  validateSync: forbidden,
  validateOrReject: forbidden,
  registerSchema: forbidden,
  Validator: forbidden,
}));

const dto = await import('@tenon/dto');

class Line {
  @dto.IsInt() @dto.Min(1) quantity: unknown = 1;
}

class Order {
  @dto.IsEmail() email: unknown = 'a@b.de';
  @dto.ValidateNested({ each: true }) lines: unknown = [new Line()];
}

test('validates without a single call of the functions of the original', async () => {
  const wrong = Object.assign(new Order(), { email: 1, lines: [Object.assign(new Line(), { quantity: 0 })] });
  expect(dto.validateSync(new Order(), { whitelist: true })).toEqual([]);
  expect(dto.validateSync(wrong)).toHaveLength(2);
  expect(await dto.validate(wrong)).toHaveLength(2);
  expect(new dto.Validator().validateSync(wrong)).toHaveLength(2);
  await expect(dto.validateOrReject(wrong)).rejects.toHaveLength(2);
  dto.registerSchema({ name: 'schema', properties: {} });
  expect(dto.validateSync('schema', wrong)).toHaveLength(2);
});
