import { BadRequestException } from './http-exception.js';

const SENTENCES = {
  'too-deep': 'The input is nested too deeply.',
  'too-long': 'A list in the input is too long.',
  'too-many-objects': 'The input has too many objects and lists.',
  'too-many-keys': 'An object in the input has too many properties.',
};

/** What input may have too much of: levels, items of a list, keys of an object, objects altogether. */
export type TooMuch = keyof typeof SENTENCES;

/** Makes what is told of input beyond its limits, whether it was found as text or when an object was made of it. */
export function tooMuchInput(code: TooMuch): BadRequestException {
  return new BadRequestException(SENTENCES[code], { code });
}
