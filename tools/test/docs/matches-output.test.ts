import { expect, test } from '@jest/globals';
import { matchesOutput } from '../../docs/run-blocks.ts';

test('takes equal text, without regard to the end of lines', () => {
  expect(matchesOutput('a  \nb\n', 'a\nb\n\n')).toBe(true);
  expect(matchesOutput('a\nb\n', 'a\nc\n')).toBe(false);
});

test('takes everything else literally', () => {
  expect(matchesOutput('a.b (c) [d] $1\n', 'a.b (c) [d] $1\n')).toBe(true);
  expect(matchesOutput('a.b\n', 'axb\n')).toBe(false);
});

test('lets an ellipsis stand for anything in its line', () => {
  expect(matchesOutput('took … ms\n', 'took 12.5 ms\n')).toBe(true);
  expect(matchesOutput('took … ms\n', 'took 12\n5 ms\n')).toBe(false);
});

test('lets an ellipsis alone on its line stand for any lines, or none', () => {
  expect(matchesOutput('a\n…\nz\n', 'a\nb\nc\nz\n')).toBe(true);
  expect(matchesOutput('a\n…\nz\n', 'a\nz\n')).toBe(true);
  expect(matchesOutput('a\n…\nz\n', 'a\nb\n')).toBe(false);
});
