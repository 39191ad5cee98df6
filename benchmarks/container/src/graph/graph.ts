/** One class of the graph; it takes `dependencies`, in this order, in its constructor. */
export interface GraphClass {
  readonly number: number;
  readonly name: string;
  readonly module: number;
  readonly dependencies: readonly GraphClass[];
}

/** A module of ten classes, which sees its own classes and what the modules it imports export. */
export interface GraphModule {
  readonly number: number;
  readonly name: string;
  readonly imports: readonly GraphModule[];
  /** In the order in which the file declares them: each after those that it needs. */
  readonly classes: readonly GraphClass[];
  /** The same classes in the order in which the module lists them: any order, as people write it. */
  readonly listed: readonly GraphClass[];
  readonly exports: readonly GraphClass[];
}

/** The application that every subject builds: the same classes, the same edges, in the same order. */
export interface Graph {
  readonly size: number;
  readonly classes: readonly GraphClass[];
  readonly modules: readonly GraphModule[];
}

const CLASSES_PER_MODULE = 10;
const EXPORTS_PER_MODULE = 3;
const MOST_IMPORTS = 3;
const MOST_DEPENDENCIES = 4;
/** How often a dependency is looked for outside the module. */
const SHARE_OUTSIDE = 0.25;
const SEED = 0x7e_40_41;

/**
 * Makes the graph of an application.
 *
 * The numbers are drawn from a fixed seed, so that each run, on each machine, and each subject builds the same graph.
 * A module imports up to three earlier ones, chosen evenly, as feature modules do: so the depth of the graph grows
 * with the logarithm of its size, and the edges of a class do not depend on the size at all.
 *
 * @param size - how many classes; a multiple of ten
 */
export function createGraph(size: number): Graph {
  if (size % CLASSES_PER_MODULE !== 0) throw new RangeError(`${size} is not a multiple of ${CLASSES_PER_MODULE}`);
  const random = createRandom(SEED);
  const modules: GraphModule[] = [];
  const classes: GraphClass[] = [];
  for (let number = 0; number < size / CLASSES_PER_MODULE; number += 1) {
    const imports = pick(random, modules, Math.floor(random() * (MOST_IMPORTS + 1)));
    const visible = imports.flatMap((imported) => imported.exports);
    const own: GraphClass[] = [];
    for (let index = 0; index < CLASSES_PER_MODULE; index += 1) {
      const dependencies = drawDependencies(random, own, visible);
      own.push({ number: classes.length + index, name: `M${number}Service${index}`, module: number, dependencies });
    }
    classes.push(...own);
    modules.push({
      number,
      name: `Module${number}`,
      imports,
      classes: own,
      listed: shuffle(random, own),
      exports: pick(random, own, EXPORTS_PER_MODULE),
    });
  }
  return { size, classes, modules };
}

/** Draws up to four distinct classes, most of them from the class's own module. */
function drawDependencies(
  random: () => number,
  own: readonly GraphClass[],
  visible: readonly GraphClass[],
): GraphClass[] {
  const wanted = Math.floor(random() * (MOST_DEPENDENCIES + 1));
  const outside = Array.from({ length: wanted }, () => random() < SHARE_OUTSIDE).filter(Boolean).length;
  return [...pick(random, own, wanted - outside), ...pick(random, visible, outside)];
}

/** Draws `count` distinct members, or all of them if there are fewer, in the order of the list. */
function pick<T>(random: () => number, list: readonly T[], count: number): T[] {
  const rest = [...list.entries()];
  const drawn = Array.from({ length: Math.min(count, list.length) }, () =>
    rest.splice(Math.floor(random() * rest.length), 1),
  );
  return drawn
    .flat()
    .toSorted(([a], [b]) => a - b)
    .map(([, member]) => member);
}

/** Gives the members in another order, each order being as likely as any. */
function shuffle<T>(random: () => number, list: readonly T[]): T[] {
  return list
    .map((member) => ({ member, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ member }) => member);
}

/** The mulberry32 generator: small, even enough, and the same everywhere. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_00_00_00_00;
  };
}
