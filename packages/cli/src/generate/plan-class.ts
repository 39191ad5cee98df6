import { join } from 'node:path/posix';
import type { Asked, Name } from './names.js';
import type { ModuleList, Plan, TestPlace } from './plan.js';
import { importPath } from './source-paths.js';

/** The kinds of single classes. */
export type ClassKind = 'controller' | 'service' | 'module' | 'guard' | 'dto';

interface Template {
  /** The ending of its class and its file; none where the name says it. */
  readonly suffix?: string;
  readonly list?: ModuleList;
  /** Whether it has a folder of its own, unless one was named. */
  readonly hasFolder: boolean;
  /** `core` is the package that has the container's decorators. */
  readonly source: (name: Name, className: string, core: string) => string;
  readonly test?: (name: Name, className: string, path: string) => string;
}

const TEMPLATES: Readonly<Record<ClassKind, Template>> = {
  controller: {
    suffix: 'Controller',
    list: 'controllers',
    hasFolder: true,
    source: ({ kebab, words }, className) => `import { Controller, Get } from '@tenon/http';

@Controller('/${kebab}')
export class ${className} {
  @Get()
  show() {
    return { message: 'This is the ${words}.' };
  }
}
`,
    test: ({ kebab, words }, className, path) => `import { expect, test } from '@jest/globals';
import { Module } from '@tenon/http';
import { createTestApp } from '@tenon/testing';
import { ${className} } from '${path}';

@Module({ controllers: [${className}] })
class TestModule {}

test('answers requests for /${kebab}', async () => {
  const app = await createTestApp(TestModule);
  const { body } = await app.get('/${kebab}').expect(200);
  expect(body).toEqual({ message: 'This is the ${words}.' });
});
`,
  },
  service: {
    suffix: 'Service',
    list: 'providers',
    hasFolder: true,
    source: (_, className, core) => `import { Injectable } from '${core}';

@Injectable()
export class ${className} {}
`,
  },
  module: {
    suffix: 'Module',
    list: 'imports',
    hasFolder: true,
    source: (_, className, core) => `import { Module } from '${core}';

@Module({})
export class ${className} {}
`,
  },
  guard: {
    hasFolder: false,
    source: (_, className) => `import { type CanActivate, Injectable, type RequestContext } from '@tenon/http';

/** Decides who may go on: before the body is read. */
@Injectable()
export class ${className} implements CanActivate {
  canActivate({ request }: RequestContext): boolean {
    request.log.warn('${className} lets nobody pass until it is told whom.');
    return false;
  }
}
`,
  },
  dto: {
    hasFolder: false,
    source: (_, className) => `import { Length } from '@tenon/dto';

export class ${className} {
  @Length(1, 100) name!: string;
}
`,
  },
};

/**
 * Plans one class with its file, and a test where there is something to be tested.
 *
 * @param core - the package that the project has the container's decorators from
 * @param testOf - gives the test's file for that of the class; undefined if there is to be none
 */
export function planClass(kind: ClassKind, { folder, name }: Asked, core: string, testOf: TestPlace | undefined): Plan {
  const { suffix, list, hasFolder, source, test } = TEMPLATES[kind];
  const bare = withoutSuffix(name, suffix);
  const place = join('src', folder === '' && hasFolder ? bare.kebab : folder);
  const file = join(place, suffix === undefined ? `${bare.kebab}.ts` : `${bare.kebab}.${kind}.ts`);
  const className = bare.pascal + (suffix ?? '');
  const files = new Map([[file, source(bare, className, core)]]);
  const testFile = test && testOf?.(file, folder);
  if (test && testFile !== undefined) files.set(testFile, test(bare, className, importPath(testFile, file)));
  // A module is listed by another one: that of the folder around its own.
  const from = kind === 'module' ? join(place, '..') : place;
  return { files, listed: list && { name: className, file, list }, from };
}

/** `OrderController` and `order` are asked for alike. */
function withoutSuffix(name: Name, suffix: string | undefined): Name {
  const end = suffix?.toLowerCase();
  if (end === undefined || !name.kebab.endsWith(`-${end}`)) return name;
  const cut = end.length;
  return {
    kebab: name.kebab.slice(0, -cut - 1),
    pascal: name.pascal.slice(0, -cut),
    camel: name.camel.slice(0, -cut),
    words: name.words.slice(0, -cut - 1),
  };
}
