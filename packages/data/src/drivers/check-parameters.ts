/** A value that no database takes, or that would become something else on its way. */
class RefusedValue extends Error {
  override readonly name = 'RefusedValue';
  /** MikroORM makes an error of its own of this one, and keeps what it has. */
  readonly code = REFUSED;
}

/** The code of errors for values that no database takes. */
export const REFUSED = 'REFUSED_VALUE';

/**
 * Refuses values before they become part of a statement, into which MikroORM writes them: a text would end at its NUL,
 * half of a surrogate pair would be another character, and NaN and Infinity would be read as the names of columns.
 *
 * @throws an error with the code `REFUSED`
 */
export function checkParameters(parameters: readonly unknown[]): void {
  for (const value of parameters) {
    if (typeof value === 'string') {
      if (value.includes('\0')) throw new RefusedValue('A text with a NUL character cannot be stored.');
      if (!value.isWellFormed()) throw new RefusedValue('A text with half of a surrogate pair cannot be stored.');
    } else if (typeof value === 'number') {
      if (!Number.isFinite(value)) throw new RefusedValue(`${value} cannot be stored.`);
    } else if (value instanceof Date) {
      if (Number.isNaN(value.getTime())) throw new RefusedValue('An invalid date cannot be stored.');
    } else if (Array.isArray(value)) checkParameters(value);
    else if (ArrayBuffer.isView(value) && !Buffer.isBuffer(value)) {
      // Their numbers would be written down as a text.
      throw new TypeError('Bytes are stored by a property of the type Uint8Array, or as a Buffer.');
    }
  }
}
