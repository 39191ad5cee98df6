/** Compiled, never run: a decorator must fit the property that it stands on. */
import { IsInt, IsString } from 'class-validator';
import { ConfigModule, Configuration, Parse, Secret, Variable } from '@tenon/config';

@Configuration({ prefix: 'A_' })
export class Fitting {
  @Parse(Number) @IsInt() count = 1;
  @Parse((text) => text.split(' ')) list: readonly string[] = [];
  @Parse(JSON.parse) labels: Record<string, string> = {};
  @Parse((text) => text.length) maybe?: number;
  @Secret() @Variable('TOKEN') @IsString() token!: string;
  @Parse((text) => text) private readonly hidden = '';

  get shown(): string {
    return this.hidden;
  }
}

export class NotFitting {
  // @ts-expect-error a number is no text
  @Parse(Number) text = 'a';
  // @ts-expect-error what may be undefined does not fit what may not
  @Parse((text) => (text === '' ? undefined : text)) maybe = 'a';
  // @ts-expect-error a variable is named by its property's name, which is no symbol
  @Secret() [Symbol.iterator] = 1;
}

// @ts-expect-error configuration is made before anything that could be injected
@Configuration()
export class Needy {
  constructor(readonly host: string) {}
}

// @ts-expect-error an abstract class has no instance
@Configuration()
export abstract class Abstract {}

ConfigModule.with({ environment: process.env, files: 'standard', directory: '.' });
ConfigModule.with({ environment: { A: '1', B: undefined }, files: ['.env'] });
// @ts-expect-error a variable is text
ConfigModule.with({ environment: { A: 1 } });
// @ts-expect-error the sources must be known while the graph is checked
ConfigModule.with([Fitting], () => ({}));
