import { join } from 'node:path/posix';
import { TenonError } from '@tenon/core';
import * as faults from '../errors.js';
import { type Asked, type Name, numbersOf } from './names.js';
import type { Plan, TestPlace } from './plan.js';
import { importPath } from './source-paths.js';

/** What a resource of that name could not use any more. */
const TAKEN: ReadonlySet<string> = new Set(['Date', 'Map']);

interface Resource {
  readonly one: Name;
  readonly many: Name;
}

/** What a resource is written for. */
export interface ResourceOptions {
  /** Whether the project has a database to keep it in; else it is kept in memory. */
  readonly hasData: boolean;
  /** Gives the test's file for that of the module; undefined if there is to be none. */
  readonly testOf: TestPlace | undefined;
}

/**
 * Plans a resource: a module with the five routes that one expects, what comes in, what goes out, and what keeps it.
 *
 * @throws TenonError `TENON_CLI_NAME_TAKEN`
 */
export function planResource({ folder, name }: Asked, { hasData, testOf }: ResourceOptions): Plan {
  const resource = numbersOf(name);
  const { one, many } = resource;
  if (TAKEN.has(one.pascal)) throw new TenonError([faults.nameTaken(name.kebab)]);
  const place = join('src', folder, many.kebab);
  const moduleFile = join(place, `${many.kebab}.module.ts`);
  const keptFile = join(place, `${one.kebab}.ts`);
  const files = new Map([
    [keptFile, hasData ? entitySource(resource) : keptSource(resource)],
    [join(place, `create-${one.kebab}.ts`), createSource(resource)],
    [join(place, `update-${one.kebab}.ts`), updateSource(resource)],
    [join(place, `${one.kebab}-view.ts`), viewSource(resource)],
    [join(place, `${one.kebab}.service.ts`), hasData ? storingServiceSource(resource) : serviceSource(resource)],
    [join(place, `${one.kebab}.controller.ts`), controllerSource(resource, hasData)],
    [moduleFile, moduleSource(resource)],
  ]);
  // The test bears the name of the resource, not that of its module.
  const testFile = testOf?.(join(place, `${many.kebab}.ts`), folder);
  if (testFile !== undefined) {
    const entityPath = hasData ? importPath(testFile, keptFile) : undefined;
    files.set(testFile, testSource(resource, importPath(testFile, moduleFile), entityPath));
  }
  return {
    files,
    listed: { name: `${many.pascal}Module`, file: moduleFile, list: 'imports' },
    ...(hasData && { entity: { name: one.pascal, file: keptFile } }),
    from: join(place, '..'),
  };
}

const keptSource = ({ one, many }: Resource): string => `/** What is kept of the ${many.words}. */
export interface ${one.pascal} {
  readonly id: number;
  readonly name: string;
  readonly createdAt: Date;
}
`;

const entitySource = ({
  one,
  many,
}: Resource): string => `import { Entity, type Opt, PrimaryKey, Property } from '@tenon/data';

/** What is kept of the ${many.words}. */
@Entity()
export class ${one.pascal} {
  @PrimaryKey() id!: number;
  @Property() name!: string;
  @Property({ type: 'datetime', length: 3 }) createdAt: Opt<Date> = new Date();
}
`;

const createSource = ({ one, many }: Resource): string => `import { Length } from '@tenon/dto';

/** What is sent to add to the ${many.words}. Whatever else is in the body is left out. */
export class Create${one.pascal} {
  @Length(1, 100) name!: string;
}
`;

const updateSource = ({ one, many }: Resource): string => `import { PartialType } from '@tenon/dto';
import { Create${one.pascal} } from './create-${one.kebab}.js';

/** What is sent to change one of the ${many.words}: only what changes. Null is no name. */
export class Update${one.pascal} extends PartialType(Create${one.pascal}, { skipNullProperties: false }) {}
`;

const viewSource = ({ one, many }: Resource): string => `import { Expose } from '@tenon/dto';

/** What others see of the ${many.words}. What is not listed here never leaves. */
export class ${one.pascal}View {
  @Expose() id!: number;
  @Expose() name!: string;
  @Expose() createdAt!: Date;
}
`;

const serviceSource = ({ one, many }: Resource): string => `import { Injectable } from '@tenon/http';
import type { Create${one.pascal} } from './create-${one.kebab}.js';
import type { ${one.pascal} } from './${one.kebab}.js';
import type { Update${one.pascal} } from './update-${one.kebab}.js';

/** Keeps the ${many.words} for as long as the process runs. */
@Injectable()
export class ${one.pascal}Service {
  readonly #kept = new Map<number, ${one.pascal}>();
  #lastId = 0;

  list(): ${one.pascal}[] {
    return [...this.#kept.values()];
  }

  find(id: number): ${one.pascal} | undefined {
    return this.#kept.get(id);
  }

  create({ name }: Create${one.pascal}): ${one.pascal} {
    const created = { id: ++this.#lastId, name, createdAt: new Date() };
    this.#kept.set(created.id, created);
    return created;
  }

  /** @returns undefined if there is none */
  update(id: number, { name }: Update${one.pascal}): ${one.pascal} | undefined {
    const found = this.#kept.get(id);
    if (!found) return undefined;
    const updated = { ...found, name: name ?? found.name };
    this.#kept.set(id, updated);
    return updated;
  }

  /** @returns whether there was one */
  remove(id: number): boolean {
    return this.#kept.delete(id);
  }
}
`;

const storingServiceSource = ({
  one,
  many,
}: Resource): string => `import { EntityManager, EntityRepository, InjectRepository } from '@tenon/data';
import { Injectable } from '@tenon/http';
import type { Create${one.pascal} } from './create-${one.kebab}.js';
import { ${one.pascal} } from './${one.kebab}.js';
import type { Update${one.pascal} } from './update-${one.kebab}.js';

/** Keeps the ${many.words} in the database. */
@Injectable()
export class ${one.pascal}Service {
  constructor(
    @InjectRepository(${one.pascal}) private readonly ${many.camel}: EntityRepository<${one.pascal}>,
    private readonly em: EntityManager,
  ) {}

  list(): Promise<${one.pascal}[]> {
    return this.${many.camel}.find({}, { orderBy: { id: 'asc' }, limit: 100 });
  }

  find(id: number): Promise<${one.pascal} | null> {
    return this.${many.camel}.findOne(id);
  }

  async create(input: Create${one.pascal}): Promise<${one.pascal}> {
    const created = this.${many.camel}.create(input);
    await this.em.persist(created).flush();
    return created;
  }

  /** @returns null if there is none */
  async update(id: number, input: Update${one.pascal}): Promise<${one.pascal} | null> {
    const found = await this.find(id);
    if (!found) return null;
    this.em.assign(found, input);
    await this.em.flush();
    return found;
  }

  /** @returns whether there was one */
  async remove(id: number): Promise<boolean> {
    return (await this.${many.camel}.nativeDelete({ id })) > 0;
  }
}
`;

const controllerSource = (
  { one, many }: Resource,
  hasData: boolean,
): string => `import { Body, Controller, Delete, Get, NotFoundException, Param, Patch, Post, Returns } from '@tenon/http';
import { Create${one.pascal} } from './create-${one.kebab}.js';
import { ${one.pascal}View } from './${one.kebab}-view.js';
import { ${one.pascal}Service } from './${one.kebab}.service.js';
import { Update${one.pascal} } from './update-${one.kebab}.js';

@Controller('/${many.kebab}')
export class ${one.pascal}Controller {
  constructor(private readonly ${many.camel}: ${one.pascal}Service) {}

  @Get()
  @Returns([${one.pascal}View])
  list() {
    return this.${many.camel}.list();
  }

  @Get('/:id')
  @Returns(${one.pascal}View) // ${hasData ? 'null' : 'undefined'} is answered with 404
  show(@Param('id') id: number) {
    return this.${many.camel}.find(id);
  }

  @Post()
  @Returns(${one.pascal}View)
  create(@Body() input: Create${one.pascal}) {
    return this.${many.camel}.create(input);
  }

  @Patch('/:id')
  @Returns(${one.pascal}View)
  update(@Param('id') id: number, @Body() input: Update${one.pascal}) {
    return this.${many.camel}.update(id, input);
  }

  @Delete('/:id')
${
  hasData
    ? `  async remove(@Param('id') id: number): Promise<void> {
    if (!(await this.${many.camel}.remove(id)))`
    : `  remove(@Param('id') id: number): void {
    if (!this.${many.camel}.remove(id))`
} throw new NotFoundException(\`There is no ${one.words} \${id}.\`);
  }
}
`;

const moduleSource = ({ one, many }: Resource): string => `import { Module } from '@tenon/http';
import { ${one.pascal}Controller } from './${one.kebab}.controller.js';
import { ${one.pascal}Service } from './${one.kebab}.service.js';

@Module({ controllers: [${one.pascal}Controller], providers: [${one.pascal}Service] })
export class ${many.pascal}Module {}
`;

const testSource = ({ one, many }: Resource, path: string, entityPath: string | undefined): string => `${
  entityPath === undefined
    ? `import { beforeEach, expect, test } from '@jest/globals';
import { createTestApp, type TestApp } from '@tenon/testing';
import { ${many.pascal}Module } from '${path}';

let app: TestApp;
`
    : `import { beforeEach, expect, test } from '@jest/globals';
import { DataModule } from '@tenon/data';
import { testDatabase } from '@tenon/data/testing';
import { Module } from '@tenon/http';
import { createTestApp, type TestApp } from '@tenon/testing';
import { ${one.pascal} } from '${entityPath}';
import { ${many.pascal}Module } from '${path}';

@Module({ imports: [DataModule.with({ entities: [${one.pascal}] }), ${many.pascal}Module] })
class TestModule {}

const database = testDatabase();
let app: TestApp;
`
}
beforeEach(async () => {
  // It is closed by itself when the test has ended.
  app = await createTestApp(${entityPath === undefined ? `${many.pascal}Module` : 'TestModule, { override: [database] }'});
});

test('keeps what is created, changes it, and removes it', async () => {
  const { body: created } = await app.post('/${many.kebab}', { body: { name: 'first' } }).expect(201);
  expect(created).toEqual({ id: 1, name: 'first', createdAt: expect.any(String) });

  const { body: updated } = await app.patch('/${many.kebab}/1', { body: { name: 'changed' } }).expect(200);
  expect(updated).toMatchObject({ id: 1, name: 'changed' });
  const { body: list } = await app.get('/${many.kebab}').expect(200);
  expect(list).toEqual([updated]);

  await app.delete('/${many.kebab}/1').expect(204);
  await app.get('/${many.kebab}/1').expect(404);
});

test('refuses one of the ${many.words} without a name', async () => {
  const { problem } = await app.post('/${many.kebab}', { body: {} }).expect(422);
  expect(problem?.errors).toMatchObject([{ in: 'body', pointer: '#/name' }]);
  await app.patch('/${many.kebab}/1', { body: { name: null } }).expect(422);
});

test('answers with 404 where there is no such ${one.words}', async () => {
  expect(await app.patch('/${many.kebab}/7', { body: {} })).toMatchObject({ status: 404 });
  expect(await app.delete('/${many.kebab}/7')).toMatchObject({ status: 404 });
});
`;
