import { BadRequestException, HttpException } from '../contracts/http-exception.js';

/** Says what the router refuses, in place of its own words: they have the whole path in them, whatever that is. */
export function problemOfRouter(error: Error): Error {
  switch ((error as { readonly code?: unknown }).code) {
    case 'FST_ERR_BAD_URL':
      return new BadRequestException('The path cannot be decoded.', { code: 'bad-url', cause: error });
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new HttpException('A part of the path is too long.', 414, { code: 'max-param-length', cause: error });
    default:
      return error;
  }
}
