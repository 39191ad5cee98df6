import { createRequire } from 'node:module';
import type { FastifyInstance, FastifyServerOptions } from 'fastify';

type CompilersFactory = NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>;

/** The packages by which Fastify compiles JSON Schema for routes of its own. */
type CompilerPackage = '@fastify/ajv-compiler' | '@fastify/fast-json-stringify-compiler';

/**
 * Loads Fastify's compilers of JSON Schema when a route or a plugin has a schema, not before.
 *
 * Our routes have none, and Fastify would load ajv and fast-json-stringify all the same: 30 ms of CPU at each start, and
 * 100 in each test file of jest's.
 */
export function lateSchemaCompilers(): CompilersFactory {
  return {
    buildValidator: late<NonNullable<CompilersFactory['buildValidator']>>('@fastify/ajv-compiler'),
    buildSerializer: late<NonNullable<CompilersFactory['buildSerializer']>>('@fastify/fast-json-stringify-compiler'),
  };
}

function late<B extends (...given: never[]) => unknown>(name: CompilerPackage): B {
  let build: B | undefined;
  return ((...given: Parameters<B>) => (build ??= load(name) as B)(...given)) as B;
}

/** As Fastify itself does: they are its dependencies, in the versions that it wants. */
function load(name: CompilerPackage): unknown {
  const own = createRequire(import.meta.url);
  const select = createRequire(own.resolve('fastify'))(name) as () => unknown;
  return select();
}

/**
 * Tells Fastify that its validator is no foreign one: only then does it compare the names of headers without regard to
 * case, and warn of schemas that defeat this.
 */
export function trustSchemaCompilers(fastify: FastifyInstance): void {
  const key = Object.getOwnPropertySymbols(fastify).find(
    ({ description }) => description === 'fastify.schemaController',
  );
  const controller = (fastify as unknown as Record<symbol, { isCustomValidatorCompiler: boolean }>)[key as symbol];
  if (controller) controller.isCustomValidatorCompiler = false;
}
