import { BadRequestException, PayloadTooLargeException } from '../contracts/http-exception.js';
import { pointerOf } from '../contracts/invalid-input.js';

/** 400: what came is no form, or not all of one. */
export function invalidForm(detail: string): BadRequestException {
  return new BadRequestException(detail, { code: 'invalid-multipart' });
}

export function invalidText(detail: string): BadRequestException {
  return new BadRequestException(detail, { code: 'invalid-utf8' });
}

/** 413: there is more of something than there may be. */
export function tooMuch(code: string, detail: string): PayloadTooLargeException {
  return new PayloadTooLargeException(detail, { code });
}

/** 413: there is more in one field than there may be. The client is told in which one, as of a form that is not valid. */
export function tooMuchIn(name: string, code: string, detail: string): PayloadTooLargeException {
  return new PayloadTooLargeException(detail, { code, extensions: { pointer: pointerOf([name]) } });
}
