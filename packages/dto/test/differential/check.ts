import { expect, test } from '@jest/globals';
import * as original from 'class-validator';
import * as fc from 'fast-check';
import * as ours from '@tenon/dto';
import { describeValue } from './describe-value.js';
import { buildClasses, buildValue, classRecipes, optionsRecipe, rootValue, STICKY } from './random-checks.js';
import { cases, seed } from './sizes.js';

/** Half of the cases at once, the other half asynchronously. */
const half = cases / 2;

type Library = Pick<typeof original, 'validate' | 'validateSync'>;
type Validate = (library: Library, value: object, options?: original.ValidatorOptions) => unknown;

const validations: Readonly<Record<string, Validate>> = {
  'at once': (library, value, options) => library.validateSync(value, options),
  'and waits': (library, value, options) => library.validate(value, options),
};

/** class-validator's own container searches a list that grows with every class ever checked. */
const instances = new WeakMap<Function, unknown>();
const container = {
  get(wanted: unknown): unknown {
    const constraint = wanted as new () => unknown;
    if (!instances.has(constraint)) instances.set(constraint, new constraint());
    return instances.get(constraint);
  },
};

/** Compares validation with the original's, over random classes, values and options. */
export function compareChecks(): void {
  original.useContainer(container);
  for (const [title, validate] of Object.entries(validations)) {
    test(`validates ${title} as the original does (${half} cases, seed ${seed})`, async () => {
      await fc.assert(
        fc.asyncProperty(classRecipes, rootValue, optionsRecipe, async (recipes, recipe, options) => {
          const log: unknown[] = [];
          const classes = buildClasses(recipes, (entry) => log.push(entry), title === 'at once');
          const run = async (library: Library): Promise<unknown> => {
            log.length = 0;
            STICKY.lastIndex = 0;
            const value = buildValue(recipe, classes);
            let outcome: unknown;
            try {
              outcome = describeValue(await validate(library, value as object, options));
            } catch (error) {
              outcome = ['thrown', (error as Error).name, (error as Error).message];
            }
            // What whitelisting left of the object, too.
            return [outcome, describeValue(value), structuredClone(log)];
          };
          const expected = await run(original);
          expect(await run(ours)).toEqual(expected);
          // A second time, with what the first left compiled.
          expect(await run(ours)).toEqual(expected);
        }),
        { numRuns: half, seed },
      );
    });
  }
}
