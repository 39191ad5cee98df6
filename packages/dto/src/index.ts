export * from './drop-in/class-validator.js';
export { DtoError, type DtoErrorCode } from './errors.js';
export type { ConstraintContainer } from './compile/validation.js';
