export * from './drop-in/class-validator.js';
export { DtoError, InvalidDtoError, type DtoErrorCode, type RefusedString } from './errors.js';
export { compile } from './compile/compile.js';
export type { CompiledDto, CompileOptions, DtoClass } from './compile/compile-dto.js';
export { countFieldErrors, fieldErrors, type FieldError } from './compile/field-errors.js';
export type { InputLimits } from './compile/input-limits.js';
export type { ConstraintContainer } from './compile/validation.js';
export type { BackEnd } from './compile/code-generation.js';
export { explain, type ExplainedProperty, type ExplainedRule, type Explanation } from './compile/explain.js';
export { jsonSchema, SchemaSet, type JsonSchemaOptions, type NameCollision } from './compile/schema-set.js';
export type { JsonSchema, JsonType, PropertyNotes } from './ir/json-schema.js';
export { Describe } from './read/property-notes.js';
export {
  ClassTransformer,
  Exclude,
  Expose,
  Transform,
  TransformationType,
  TransformInstanceToInstance,
  TransformInstanceToPlain,
  TransformPlainToInstance,
  Type,
  classToClassFromExist,
  classToPlain,
  classToPlainFromExist,
  deserialize,
  deserializeArray,
  instanceToInstance,
  instanceToPlain,
  plainToClass,
  plainToClassFromExist,
  plainToInstance,
  serialize,
} from './drop-in/class-transformer.js';
export { serialise, serialiseAs } from './drop-in/serialise.js';
export type {
  ClassConstructor,
  ClassTransformOptions,
  DiscriminatorDescriptor,
  ExcludeMetadata,
  ExcludeOptions,
  ExposeMetadata,
  ExposeOptions,
  TargetMap,
  TransformFnParams,
  TransformMetadata,
  TransformOptions,
  TypeHelpOptions,
  TypeMetadata,
  TypeOptions,
} from 'class-transformer';
export {
  IntersectionType,
  OmitType,
  PartialType,
  PickType,
  type AnyClass,
  type Intersection,
  type MappedClass,
} from './drop-in/mapped-types.js';
export { convertStrings } from './drop-in/convert-strings.js';
export { convertText, type ConvertedStrings, type Refusal, type StringSource } from './compile/convert-strings.js';
export type { StringKind } from './ir/string-plan.js';
export {
  isExposed,
  isTransformed,
  isValidated,
  undecoratedFields,
  untypedExposed,
  untypedNested,
} from './read/decorated.js';
export type { UntypedNested } from './read/decorated.js';
export { findLibraryFaults } from './read/library-copies.js';
