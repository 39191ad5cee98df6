import 'reflect-metadata';
import { IsEnum, IsInt, IsOptional, Min, Type, ValidateNested } from '@tenon/dto';
import { Body, Controller, createApp, Get, Module, Param, Post, Query } from '@tenon/http';

/* Compiled by tsc and by what jest uses: the compilers emit different types, and handlers must get the same values. */

enum Sort {
  Up = 'up',
  Down = 'down',
}
enum Level {
  Low = 1,
  High = 2,
}

class Tree {
  @IsInt() @Min(1) size!: number;
  /** tsc names the class itself here, other compilers have nothing to name yet. */
  @IsOptional() @ValidateNested() @Type(() => Tree) child?: Tree;
}

class Search {
  @IsEnum(Sort) sort: Sort = Sort.Up;
  @IsOptional() @IsEnum(Level) level?: Level;
  @IsOptional() @IsInt({ each: true }) ids?: number[];
}

@Controller()
class Values {
  @Get('/values/:n/:b/:i/:d/:s')
  values(
    @Param('n') n: number,
    @Param('b') b: boolean,
    @Param('i') i: bigint,
    @Param('d') d: Date,
    @Param('s') s: string,
  ): unknown[] {
    return [n, b, `${typeof i} ${i}`, d, s];
  }
  @Get('/enums')
  enums(@Query('sort', { enum: Sort }) sort: Sort, @Query('level', { enum: Level }) level: Level): unknown[] {
    return [sort, level];
  }
  @Get('/search') search(@Query() search: Search): Search {
    return search;
  }
  @Get('/defaults') defaults(@Query('page') page: number = 1, @Query('word') word: string = 'none'): unknown[] {
    return [page, word];
  }
  @Get('/lists') lists(@Query('ids', [Number]) ids: number[], @Query('days', [Date]) days: Date[]): unknown[] {
    return [ids, days];
  }
  @Post('/tree') tree(@Body() tree: Tree): unknown[] {
    return [tree instanceof Tree, tree.child instanceof Tree, tree];
  }
  @Post('/trees') trees(@Body([Tree]) trees: Tree[]): unknown[] {
    return trees.map((tree) => tree instanceof Tree);
  }
}

@Module({ controllers: [Values] })
class ValuesModule {}

/** What a server answers to all of these, the statuses and the codes of what it refuses included. */
export async function answers(): Promise<unknown[]> {
  const app = await createApp(ValuesModule, { logger: false });
  const told: unknown[] = [];
  for (const url of [
    '/values/1.5/true/12345678901234567890/2026-11-25/x',
    '/values/x/yes/1.5/never/x',
    '/enums?sort=down&level=2',
    '/enums?sort=Down&level=High',
    '/search?level=2&ids=1&ids=2',
    '/search?sort=up&level=3&ids=x',
    '/defaults',
    '/defaults?page=2&word=w',
    '/defaults?page=x',
    '/lists?ids=1&days=2026-11-25&days=2026-11-26',
    '/lists?ids=x&days=x',
  ]) {
    const reply = await app.inject(url);
    told.push([url, reply.statusCode, read(reply.json())]);
  }
  for (const [url, payload] of [
    ['/tree', { size: 1, child: { size: 2 } }],
    ['/tree', { size: 1, child: { size: 0 } }],
    ['/trees', [{ size: 1 }, { size: 2 }]],
    ['/trees', [{ size: 1 }, { size: 'x' }]],
  ] as const) {
    const reply = await app.inject({ method: 'POST', url, payload });
    told.push([url, reply.statusCode, read(reply.json())]);
  }
  await app.close();
  return told;
}

function read(body: { errors?: readonly { name?: string; pointer?: string; code: string }[] }): unknown {
  return body.errors?.map(({ name, pointer, code }) => `${name ?? pointer} ${code}`) ?? body;
}

if (process.argv[2] === 'print') process.stdout.write(JSON.stringify(await answers()));
