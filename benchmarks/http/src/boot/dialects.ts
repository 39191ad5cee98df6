import type { GeneratedName } from '../run/jobs.js';

/** How a thousand controllers are written for one subject. */
export interface Dialect {
  /** A file of some controllers. */
  writeFile(numbers: readonly number[]): string;
  /** The file that starts them all, and exports them as a `Subject`; `files` are the names of the others. */
  writeApp(files: readonly string[]): string;
}

/*
 * Each controller lists, shows, creates, replaces and removes things of its own; each thing has five fields, two DTO
 * classes or schemas, and no service, which raw Fastify would not have either.
 */

const thing = (id: string, from: string) =>
  `{ id: ${id}, name: ${from}.name, price: ${from}.price, active: ${from}.active, tags: ${from}.tags }`;
const stored = (n: number) => `{ name: 'Thing ${n}', price: 1.5, active: true, tags: ['a'] }`;

const START_FASTIFY = (files: readonly string[]) => `
import fastify from 'fastify';
${files.map((file, index) => `import { addRoutes as add${index} } from './${file}.js';`).join('\n')}

export const subject = {
  async listen() {
    const app = fastify();
    for (const add of [${files.map((_, index) => `add${index}`).join(', ')}]) add(app);
    await app.listen({ host: '127.0.0.1', port: 0 });
    return (app.server.address() as { port: number }).port;
  },
};
`;

const writeFastify = (n: number, schemas: boolean) => {
  const options = (schema: string) => (schemas ? `{ schema: { ${schema} } }, ` : '');
  const params = `params: { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } }`;
  const fields = `name: { type: 'string', maxLength: ${50 + (n % 50)} }, price: { type: 'number', minimum: 0 }, active: { type: 'boolean' }, tags: { type: 'array', items: { type: 'string' } }`;
  const body = `body: { type: 'object', additionalProperties: false, required: ['name', 'price', 'active', 'tags'], properties: { ${fields} } }`;
  const view = `{ type: 'object', properties: { id: { type: 'integer' }, name: { type: 'string' }, price: { type: 'number' }, active: { type: 'boolean' }, tags: { type: 'array', items: { type: 'string' } } } }`;
  const query = `querystring: { type: 'object', required: ['page'], properties: { page: { type: 'integer', minimum: 1 } } }`;
  const id = 'Number(request.params.id)';
  return `
interface Input${n} { name: string; price: number; active: boolean; tags: string[] }
const stored${n}: Input${n} = ${stored(n)};

function addThings${n}(app: FastifyInstance): void {
  app.get<{ Querystring: { page: number } }>('/things-${n}', ${options(`${query}, response: { 200: { type: 'array', items: ${view} } }`)}(request, reply) => {
    reply.send([${thing('Number(request.query.page)', `stored${n}`)}]);
  });
  app.get<{ Params: { id: number } }>('/things-${n}/:id', ${options(`${params}, response: { 200: ${view} }`)}(request, reply) => {
    reply.send(${thing(id, `stored${n}`)});
  });
  app.post<{ Body: Input${n} }>('/things-${n}', ${options(`${body}, response: { 201: ${view} }`)}(request, reply) => {
    reply.code(201).send(${thing('7', 'request.body')});
  });
  app.put<{ Params: { id: number }; Body: Input${n} }>('/things-${n}/:id', ${options(`${params}, ${body}, response: { 200: ${view} }`)}(request, reply) => {
    reply.send(${thing(id, 'request.body')});
  });
  app.delete<{ Params: { id: number } }>('/things-${n}/:id', ${options(params)}(_request, reply) => {
    reply.code(204).send();
  });
}
`;
};

const fastify = (schemas: boolean): Dialect => ({
  writeFile: (numbers) => `
import type { FastifyInstance } from 'fastify';
${numbers.map((n) => writeFastify(n, schemas)).join('')}
export function addRoutes(app: FastifyInstance): void {
${numbers.map((n) => `  addThings${n}(app);`).join('\n')}
}
`,
  writeApp: START_FASTIFY,
});

/** The same classes for each subject that has DTO classes. */
const writeDtos = (n: number) => `
export class CreateThing${n} {
  @IsString() @MaxLength(${50 + (n % 50)}) name!: string;
  @IsNumber() @Min(0) price!: number;
  @IsBoolean() active!: boolean;
  @IsArray() @IsString({ each: true }) tags!: string[];
}

export class ThingView${n} {
  @Expose() id!: number;
  @Expose() name!: string;
  @Expose() price!: number;
  @Expose() active!: boolean;
  @Expose() tags!: string[];
}
`;
const VALIDATORS = 'IsArray, IsBoolean, IsInt, IsNumber, IsString, MaxLength, Min';
const PAGE_QUERY = `
class PageQuery {
  @Type(() => Number) @IsInt() @Min(1) page!: number;
}
`;

const nest: Dialect = {
  writeFile: (numbers) => `
import 'reflect-metadata';
import { Body, Controller, Delete, Get, HttpCode, Module, Param, ParseIntPipe, Post, Put, Query } from '@nestjs/common';
import { Expose, Type } from 'class-transformer';
import { ${VALIDATORS} } from 'class-validator';
${PAGE_QUERY}${numbers
    .map(
      (n) => `${writeDtos(n)}
const stored${n}: CreateThing${n} = ${stored(n)};

@Controller('things-${n}')
export class ThingController${n} {
  @Get()
  list(@Query() { page }: PageQuery): ThingView${n}[] {
    return [Object.assign(new ThingView${n}(), ${thing('page', `stored${n}`)})];
  }

  @Get(':id')
  show(@Param('id', ParseIntPipe) id: number): ThingView${n} {
    return Object.assign(new ThingView${n}(), ${thing('id', `stored${n}`)});
  }

  @Post()
  create(@Body() input: CreateThing${n}): ThingView${n} {
    return Object.assign(new ThingView${n}(), ${thing('7', 'input')});
  }

  @Put(':id')
  replace(@Param('id', ParseIntPipe) id: number, @Body() input: CreateThing${n}): ThingView${n} {
    return Object.assign(new ThingView${n}(), ${thing('id', 'input')});
  }

  @Delete(':id')
  @HttpCode(204)
  remove(@Param('id', ParseIntPipe) _id: number): void {}
}
`,
    )
    .join('')}
@Module({ controllers: [${numbers.map((n) => `ThingController${n}`).join(', ')}] })
export class ThingsModule {}
`,
  writeApp: (files) => `
import 'reflect-metadata';
import { ClassSerializerInterceptor, Module, ValidationPipe } from '@nestjs/common';
import { NestFactory, Reflector } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
${files.map((file, index) => `import { ThingsModule as Things${index} } from './${file}.js';`).join('\n')}

@Module({ imports: [${files.map((_, index) => `Things${index}`).join(', ')}] })
class AppModule {}

export const subject = {
  async listen() {
    const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), { logger: false });
    app.useGlobalPipes(new ValidationPipe({ transform: true, whitelist: true, errorHttpStatusCode: 422 }));
    app.useGlobalInterceptors(new ClassSerializerInterceptor(app.get(Reflector)));
    await app.listen(0, '127.0.0.1');
    return (app.getHttpServer().address() as { port: number }).port;
  },
};
`,
};

const tenon: Dialect = {
  writeFile: (numbers) => `
import 'reflect-metadata';
import { Body, Controller, Delete, Get, HttpCode, Module, Param, Post, Put, Query, Returns } from '@tenon/http';
import { Expose, Type } from 'class-transformer';
import { ${VALIDATORS} } from 'class-validator';
${PAGE_QUERY}${numbers
    .map(
      (n) => `${writeDtos(n)}
const stored${n}: CreateThing${n} = ${stored(n)};

@Controller('/things-${n}')
export class ThingController${n} {
  @Get()
  @Returns([ThingView${n}])
  list(@Query() { page }: PageQuery) {
    return [${thing('page', `stored${n}`)}];
  }

  @Get('/:id')
  @Returns(ThingView${n})
  show(@Param('id') id: number) {
    return ${thing('id', `stored${n}`)};
  }

  @Post()
  @Returns(ThingView${n})
  create(@Body() input: CreateThing${n}) {
    return ${thing('7', 'input')};
  }

  @Put('/:id')
  @Returns(ThingView${n})
  replace(@Param('id') id: number, @Body() input: CreateThing${n}) {
    return ${thing('id', 'input')};
  }

  @Delete('/:id')
  remove(@Param('id') _id: number): void {}
}
`,
    )
    .join('')}
@Module({ controllers: [${numbers.map((n) => `ThingController${n}`).join(', ')}] })
export class ThingsModule {}
`,
  writeApp: (files) => `
import 'reflect-metadata';
import { createApp, Module } from '@tenon/http';
${files.map((file, index) => `import { ThingsModule as Things${index} } from './${file}.js';`).join('\n')}

@Module({ imports: [${files.map((_, index) => `Things${index}`).join(', ')}] })
class AppModule {}

export const subject = {
  async listen() {
    const app = await createApp(AppModule, { logger: false });
    await app.listen({ host: '127.0.0.1', port: 0 });
    return (app.fastify.server.address() as { port: number }).port;
  },
};
`,
};

export const DIALECTS: Readonly<Record<GeneratedName, Dialect>> = {
  fastify: fastify(true),
  'fastify-bare': fastify(false),
  tenon,
  nest,
};
