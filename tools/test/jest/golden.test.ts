import { afterEach, beforeEach, expect, test } from '@jest/globals';

const env = { ...process.env };

beforeEach(() => {
  // Else these tests would write their own faults when the golden files are updated.
  delete process.env['UPDATE_GOLDEN'];
});

afterEach(() => {
  process.env = { ...env };
});

test('takes the text of a golden file', () => {
  expect('A text,\nin two lines.').toMatchGolden('fixture/two-lines');
});

test('shows the difference from a golden file', () => {
  const compare = (): void => expect('A text,\nin two rows.').toMatchGolden('fixture/two-lines');
  expect(compare).toThrow(/- in two lines\.\n\+ in two rows\./);
});

test('refuses a text without golden file and says how to write one', () => {
  expect(() => expect('anything').toMatchGolden('fixture/absent')).toThrow('npm run golden');
});

test('refuses what is no text', () => {
  expect(() => expect(1).toMatchGolden('fixture/two-lines')).toThrow(TypeError);
});

test('refuses to write in CI', () => {
  process.env['UPDATE_GOLDEN'] = '1';
  process.env['CI'] = 'true';
  expect(() => expect('anything').toMatchGolden('fixture/absent')).toThrow('CI never writes golden files');
});
