/** class-transformer neither exports nor types its storage; these are the parts of 0.5.1 that are read. */
declare module 'class-transformer/cjs/storage.js' {
  import type { ExcludeMetadata, ExposeMetadata, TransformMetadata, TypeMetadata } from 'class-transformer';

  type ByClass<T> = Map<Function, Map<string | undefined, T>>;

  export const defaultMetadataStorage: {
    readonly _typeMetadatas: ByClass<TypeMetadata>;
    readonly _transformMetadatas: ByClass<TransformMetadata[]>;
    readonly _exposeMetadatas: ByClass<ExposeMetadata>;
    readonly _excludeMetadatas: ByClass<ExcludeMetadata>;
    addTypeMetadata(metadata: TypeMetadata): void;
    addTransformMetadata(metadata: TransformMetadata): void;
    addExposeMetadata(metadata: ExposeMetadata): void;
    addExcludeMetadata(metadata: ExcludeMetadata): void;
    clear(): void;
  };
}
