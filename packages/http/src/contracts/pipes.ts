import { Injectable } from '@tenon/core';
import { BadRequestException } from './http-exception.js';
import { inputError, InvalidInputException } from './invalid-input.js';
import type { ParameterInfo, PipeTransform } from './enhancers.js';

/**
 * Gives a value in place of one that is absent. A parameter with it may be left out of a request.
 *
 * A default value in the handler's own signature does the same: `list(@Query('page') page = 1)`, with a declared type.
 */
export class DefaultValuePipe<D> implements PipeTransform {
  readonly #value: D;

  constructor(value: D) {
    this.#value = value;
  }

  transform(value: unknown): unknown {
    return value === undefined || value === null || Number.isNaN(value) ? this.#value : value;
  }
}

/** What `ParseUUIDPipe` takes. */
export interface ParseUUIDOptions {
  /** The version that it must be. Default: any of RFC 9562. */
  readonly version?: 1 | 3 | 4 | 5 | 6 | 7 | 8;
}

/**
 * Refuses what is not a UUID.
 *
 * @see RFC 9562 §4: the version is the digit after the second hyphen, the variant the one after the third
 *
 * @example
 * show(@Param('id', ParseUUIDPipe) id: string) {}
 */
export class ParseUUIDPipe implements PipeTransform {
  readonly #pattern: RegExp;
  readonly #version: number | undefined;

  constructor({ version }: ParseUUIDOptions = {}) {
    this.#version = version;
    this.#pattern = new RegExp(
      `^[\\da-f]{8}-[\\da-f]{4}-${version ?? '[1-8]'}[\\da-f]{3}-[89ab][\\da-f]{3}-[\\da-f]{12}$`,
      'i',
    );
  }

  transform(value: unknown, { in: place, name }: ParameterInfo): string {
    if (typeof value === 'string' && this.#pattern.test(value)) return value;
    const kind = this.#version === undefined ? 'UUID' : `UUID of version ${this.#version}`;
    const message = `${name ?? (place === 'body' ? 'the body' : 'the value')} must be a ${kind}`;
    if (place === 'custom') throw new BadRequestException(message);
    throw new InvalidInputException([inputError(place, name === undefined ? [] : [name], 'isUuid', message)]);
  }
}

// Called, and not written above the class: its parameter has a default, and no type that a container could give.
Injectable()(ParseUUIDPipe);
