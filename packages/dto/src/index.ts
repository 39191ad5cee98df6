export * from './drop-in/class-validator.js';
export { DtoError, type DtoErrorCode } from './errors.js';
export type { ConstraintContainer } from './compile/validation.js';
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
  type Intersection,
  type MappedClass,
} from './drop-in/mapped-types.js';
