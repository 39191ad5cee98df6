import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** So many controllers, each with a service and a file of DTOs, and the root module: a hundred files, and the main one. */
export const CONTROLLERS = 33;

const dto = (name: string): string => `import { Expose } from 'class-transformer';
import { IsEmail, IsInt, IsOptional, Length, Min } from 'class-validator';

export class Create${name} {
  @IsEmail() email!: string;
  @IsInt() @Min(1) quantity!: number;
  @IsOptional() @Length(0, 500) note?: string;
}

export class ${name}View {
  @Expose() id!: number;
  @Expose() email!: string;
  @Expose() quantity!: number;
}
`;

const service = (name: string, file: string): string => `import { Injectable } from '@tenon/http';
import type { Create${name}, ${name}View } from './${file}.js';

@Injectable()
export class ${name}Service {
  readonly #all: ${name}View[] = [];

  find(id: number): ${name}View | undefined {
    return this.#all[id - 1];
  }

  all(): readonly ${name}View[] {
    return this.#all;
  }

  add({ email, quantity }: Create${name}): ${name}View {
    const added = { id: this.#all.length + 1, email, quantity };
    this.#all.push(added);
    return added;
  }
}
`;

const controller = (
  name: string,
  file: string,
): string => `import { Body, Controller, Get, Param, Post, Returns } from '@tenon/http';
import { Create${name}, ${name}View } from './${file}.js';
import { ${name}Service } from './${file}.service.js';

@Controller('/${file}')
export class ${name}Controller {
  constructor(private readonly items: ${name}Service) {}

  @Get('/version')
  version() {
    return { version: 0 };
  }

  @Get('/:id')
  @Returns(${name}View)
  show(@Param('id') id: number) {
    return this.items.find(id);
  }

  @Get()
  @Returns([${name}View])
  list() {
    return this.items.all();
  }

  @Post()
  @Returns(${name}View)
  create(@Body() input: Create${name}) {
    return this.items.add(input);
  }
}
`;

/** An application in a folder of its own. */
export class Application {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** @param modules - the `node_modules` that it has */
  static async create(modules: string): Promise<Application> {
    const folder = await mkdtemp(join(tmpdir(), 'tenon-bench-dev-'));
    const write = (file: string, text: string): Promise<void> => writeFile(join(folder, file), text);
    await mkdir(join(folder, 'src'));
    await symlink(modules, join(folder, 'node_modules'));
    const manifest = { name: 'application', type: 'module', dependencies: { '@tenon/http': '*' } };
    await write('package.json', JSON.stringify(manifest));
    const compilerOptions = { module: 'NodeNext', target: 'ES2023', strict: true, rootDir: 'src', outDir: 'dist' };
    const ours = { experimentalDecorators: true, emitDecoratorMetadata: true, skipLibCheck: true, types: ['node'] };
    await write(
      'tsconfig.json',
      JSON.stringify({ compilerOptions: { ...compilerOptions, ...ours }, include: ['src'] }),
    );
    for (let index = 0; index < CONTROLLERS; index++) {
      const [name, file] = namesOf(index);
      await mkdir(join(folder, 'src', file));
      await write(`src/${file}/${file}.ts`, dto(name));
      await write(`src/${file}/${file}.service.ts`, service(name, file));
      await write(`src/${file}/${file}.controller.ts`, controller(name, file));
    }
    const names = Array.from({ length: CONTROLLERS }, (_, index) => namesOf(index));
    const imports = names.map(([name, file]) => `import { ${name}Controller } from './${file}/${file}.controller.js';`);
    const list = names.map(([name]) => `${name}Controller`).join(', ');
    const moduleText = `@Module({ controllers: [${list}] })\nexport class AppModule {}`;
    await write('src/app.module.ts', `import { Module } from '@tenon/http';\n${imports.join('\n')}\n\n${moduleText}\n`);
    const main = "import { createApp } from '@tenon/http';\nimport { AppModule } from './app.module.js';\n";
    await write('src/main.ts', `${main}\nconst app = await createApp(AppModule);\nawait app.listen();\n`);
    return new Application(folder);
  }

  /** Lets a controller answer something else, and gives the path at which it does. */
  async edit(index: number, version: number): Promise<void> {
    const [, file] = namesOf(index);
    const path = join(this.folder, 'src', file, `${file}.controller.ts`);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace(/version: \d+/, `version: ${version}`));
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

/** Gives the path at which a controller tells its version. */
export function versionPath(index: number): string {
  return `/${namesOf(index)[1]}/version`;
}

function namesOf(index: number): readonly [string, string] {
  return [`Item${index}`, `item${index}`];
}
