import type { ExcludeMetadata, ExposeMetadata, TransformMetadata, TypeMetadata } from 'class-transformer';
// The build that `import 'class-transformer'` gives in Node, under jest and in CommonJS. Nothing else leads to its storage.
import { defaultMetadataStorage as storage } from 'class-transformer/cjs/storage.js';

type ByClass<T> = ReadonlyMap<Function, ReadonlyMap<string | undefined, T>>;

/** The four tables that class-transformer's decorators fill. */
export interface TransformerTables {
  readonly types: ByClass<TypeMetadata>;
  readonly transforms: ByClass<readonly TransformMetadata[]>;
  readonly exposes: ByClass<ExposeMetadata>;
  readonly excludes: ByClass<ExcludeMetadata>;
}

/* oxlint-disable no-underscore-dangle -- the tables are private; they are read, never written */
export const transformerTables: TransformerTables = {
  types: storage._typeMetadatas,
  transforms: storage._transformMetadatas,
  exposes: storage._exposeMetadatas,
  excludes: storage._excludeMetadatas,
};
/* oxlint-enable no-underscore-dangle */

/** Classes whose metadata somebody has read, and would have to read again after a change. */
const readClasses = new WeakSet<Function>();
let generation = 0;

/** Grows when a class that was read gets more metadata. What was compiled under a smaller number is stale. */
export function transformerGeneration(): number {
  return generation;
}

/** Marks a class as read, so that metadata that it gets later is noticed. */
export function markAsRead(target: Function): void {
  readClasses.add(target);
}

// The storage tells nobody about a change, and comparing its tables at each conversion would cost more than the
// conversion. So its own four entrances are observed: they do what they did, and count.
for (const entrance of [
  'addTypeMetadata',
  'addTransformMetadata',
  'addExposeMetadata',
  'addExcludeMetadata',
] as const) {
  const add = storage[entrance] as (metadata: { readonly target: Function }) => void;
  storage[entrance] = (metadata: { readonly target: Function }) => {
    add.call(storage, metadata);
    if (readClasses.has(metadata.target)) generation++;
  };
}
const clear = storage.clear.bind(storage);
storage.clear = () => {
  clear();
  generation++;
};

/** Gives a class's ancestors, nearest first, by the original's rule: each step asks the prototype for its constructor. */
export function ancestorsOf(target: Function): Function[] {
  const ancestors: Function[] = [];
  let ancestor = parentOf(target);
  while (ancestor.prototype !== undefined) {
    ancestors.push(ancestor);
    ancestor = parentOf(ancestor);
  }
  return ancestors;
}

function parentOf(target: Function): Function {
  return Object.getPrototypeOf((target.prototype as object).constructor) as Function;
}
