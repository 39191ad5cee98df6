import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayNotEmpty,
  Contains,
  Expose,
  IsArray,
  IsBoolean,
  IsDate,
  IsEmail,
  IsEnum,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsNumber,
  IsOptional,
  IsPositive,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  Type,
  ValidateNested,
} from '@tenon/dto';
import { type App, Body, Controller, Get, openApi, type OperationObject, Param, Post, Query } from '@tenon/http';
import fc from 'fast-check';
import { serve } from '../support/serve.js';
import { DescribedReplies } from './described-replies.js';
import { SchemaValues } from './values-of-schema.js';

/* What a document says is what the application does: it takes what the document admits, and refuses what it does not. */

enum Size {
  small = 'small',
  large = 'large',
}

class Part {
  @IsString() @IsNotEmpty() name!: string;
  @IsInt() @Min(-3) @Max(3) at!: number;
  @IsOptional() @IsUUID() id?: string;
}

class Everything {
  @IsString() text!: string;
  @Length(2, 5) short!: string;
  @MaxLength(4) atMost!: string;
  @Matches(/^[a-c]{2}\d$/) code!: string;
  @Contains('@') handle!: string;
  @IsEmail() email!: string;
  @IsNumber() figure!: number;
  @IsPositive() price!: number;
  @IsBoolean() flag!: boolean;
  @IsEnum(Size) size!: Size;
  @IsIn([1, 'two', true]) choice!: unknown;
  @IsDate() @Type(() => Date) when!: Date;
  @Expose({ name: 'given_name' }) @IsString() givenName!: string;
  @IsInt({ each: true }) @ArrayMaxSize(3) numbers!: number[];
  @IsArray() @ArrayNotEmpty() @IsString({ each: true }) tags!: string[];
  @ValidateNested() @Type(() => Part) part!: Part;
  @ValidateNested({ each: true }) @Type(() => Part) @ArrayMinSize(1) @ArrayMaxSize(2) parts!: Part[];
  @IsOptional() @IsInt() maybe?: number;
  @IsInt() count = 3;
}

class Search {
  @IsInt() @Min(1) @Max(50) size: number = 10;
  @IsOptional() @IsString() @Length(1, 8) text?: string;
  @IsOptional() @IsEnum(Size) of?: Size;
  @IsOptional() @IsBoolean() all?: boolean;
}

@Controller()
class Agreeing {
  @Post('/everything') everything(@Body() input: Everything): unknown {
    return { took: input !== undefined };
  }
  @Post('/list') list(@Body([Part]) input: Part[]): unknown {
    return { took: input.length };
  }
  @Post('/exact') exact(@Body({ unknown: 'reject' }) input: Part): unknown {
    return { took: input !== undefined };
  }
  @Post('/named') named(@Body('a') a: number, @Body('b', { optional: true }) b?: string): unknown {
    return { a, b };
  }
  @Get('/search') search(@Query() search: Search): unknown {
    return search;
  }
  @Get('/values') values(@Query('n') n: number, @Query('on', { optional: true }) on?: boolean): unknown {
    return { n, on };
  }
  @Get('/at/:id/:name(^[a-z]{2,4}$)') at(@Param('id') id: number, @Param('name') name: string): unknown {
    return { id, name };
  }
}

const RUNS = 200;

const bodies = ['/everything', '/list', '/exact', '/named'] as const;

for (const path of bodies) {
  test(`takes the bodies that the document admits at ${path}, and no others`, async () => {
    const app = await serve(Agreeing);
    const document = openApi(app);
    const values = new SchemaValues(document);
    const described = new DescribedReplies(document);
    const schema = document.paths[path]?.['post']?.requestBody?.content['application/json']?.schema ?? {};
    const send = async (payload: unknown) =>
      app.inject({
        method: 'POST',
        url: path,
        headers: { 'content-type': 'application/json' },
        payload: JSON.stringify(payload),
      });
    await fc.assert(
      fc.asyncProperty(values.inside(schema), async (value) => {
        const reply = await send(value);
        expect([reply.statusCode, reply.body]).toEqual([201, reply.body]);
      }),
      { numRuns: RUNS },
    );
    const outside = values.outside(schema);
    if (!outside) throw new Error('The document refuses nothing.');
    await fc.assert(
      fc.asyncProperty(outside, async (value) => {
        const reply = await send(value);
        expect([reply.statusCode, reply.body]).toEqual([422, reply.body]);
        expect(described.faultsOf(path, 'post', reply)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
}

/** Makes values for all parameters of an operation, of which those with the given name are ones that it refuses. */
function parametersOf(values: SchemaValues, { parameters = [] }: OperationObject, wrong?: string) {
  const named = parameters.map((each) => {
    const inside = values.inside(each.schema);
    const value = each.name === wrong ? (values.outside(each.schema) ?? inside) : inside;
    return [each.name, each.required || each.name === wrong ? value : fc.option(value, { nil: undefined })] as const;
  });
  return fc.record(Object.fromEntries(named));
}

/** Asks with the values in the path, as far as it has names for them, and the others in the query. */
async function ask(app: App, template: string, given: Readonly<Record<string, unknown>>) {
  const query = new URLSearchParams();
  let url = template;
  for (const [name, value] of Object.entries(given)) {
    if (template.includes(`{${name}}`)) url = url.replace(`{${name}}`, encodeURIComponent(textOf(value)));
    else if (value !== undefined) query.append(name, textOf(value));
  }
  return app.inject(`${url}?${query.toString()}`);
}

for (const path of ['/search', '/values', '/at/{id}/{name}'] as const) {
  test(`takes the values that the document admits at ${path}, and no others`, async () => {
    const app = await serve(Agreeing);
    const document = openApi(app);
    const values = new SchemaValues(document);
    const operation = document.paths[path]?.['get'] as OperationObject;
    await fc.assert(
      fc.asyncProperty(parametersOf(values, operation), async (given) => {
        const reply = await ask(app, path, given);
        expect([reply.statusCode, reply.body]).toEqual([200, reply.body]);
      }),
      { numRuns: RUNS },
    );
    for (const { name, schema } of operation.parameters ?? []) {
      // Every text is one, and there is no other kind of text.
      const isAnyText = schema.type === 'string' && schema.maxLength === undefined;
      if (isAnyText) continue;
      await fc.assert(
        fc.asyncProperty(parametersOf(values, operation, name), async (given) => {
          // As a text these are what was asked for.
          fc.pre(!isAdmittedAsText(given[name], schema));
          const reply = await ask(app, path, given);
          expect([reply.statusCode, reply.body]).toEqual([422, reply.body]);
        }),
        { numRuns: 50 },
      );
    }
  });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Whether what is another type in JSON is a value of this one when it is written as text. */
function isAdmittedAsText(
  value: unknown,
  { type, minLength = 0, maxLength = Infinity }: { type?: unknown; minLength?: number; maxLength?: number },
): boolean {
  const text = textOf(value);
  if (type === 'string') return text.length >= minLength && text.length <= maxLength;
  return text === '' || (type === 'boolean' && /^[01]$/.test(text));
}
