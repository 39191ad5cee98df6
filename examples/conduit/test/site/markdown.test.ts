import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Markdown } from '../../src/site/markdown.js';
import { holesIn } from '../support/holes.js';

/** What means something in Markdown or in HTML, with blanks between. */
const PIECES =
  '< > " \' ` [ ] ( ) ! \\ &#x6a; &colon; javascript: data: onerror= <img <a href= ]( // https://a.b/ | - * _ ~~ # ## x'.split(
    ' ',
  );

test('makes no hole of whatever Markdown comes', () => {
  const markdown = new Markdown();
  const piece = fc.constantFrom(...PIECES, ' ', '    ', '\n', '\n\n', '\n> ');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      expect(holesIn(markdown.render(pieces.join('')).text)).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});
