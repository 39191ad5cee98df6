import { generateKeyPairSync } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import {
  AuthConfig,
  AuthModule,
  type AuthOptions,
  OneTimeTokens,
  Policy,
  SignInLimit,
  Subject,
  type TokenClaims,
  createAuth,
} from '@tenon/auth';
import { IsEmail, Type, ValidateNested } from '@tenon/dto';
import { useHost } from '@tenon/core';
import {
  type AbstractClass,
  type Class,
  Controller,
  createApp,
  Get,
  Injectable,
  Module,
  Patch,
  Body,
  Post,
  provide,
  SUBJECT_RESOLVER,
  type TenonError,
  UseGuards,
} from '@tenon/http';
import type { JWK } from 'jose';
import { SECRET } from '../app.js';

const GOLDEN = join(import.meta.dirname, 'golden');
const ROOT = join(import.meta.dirname, '../../../..');
const ENVIRONMENT = process.env['NODE_ENV'];

afterEach(() => {
  useHost({});
  process.env['NODE_ENV'] = ENVIRONMENT;
});

/** Gives the text of what is wrong, without what is different from one change of this file to the next. */
async function textOf(root: Class, variables: Partial<AuthConfig> = { secret: SECRET }): Promise<string> {
  const config = Object.assign(new AuthConfig(), variables);
  const override = [provide(AuthConfig, { useValue: config })];
  const error = (await createApp(root, { logger: false, override }).catch((failure: unknown) => failure)) as TenonError;
  return error.message.replaceAll(/packages\/auth\/test\/errors\/errors\.test\.ts:\d+/g, 'src/blog.ts');
}

class User {
  readonly id = 1;
}
@Injectable()
class Users {
  loadUser(_: TokenClaims): User {
    return new User();
  }
}
const { CurrentUser, MaybeSignedIn, Roles, SignedIn, permittedBy } = createAuth(Users, { roles: () => ['editor'] });

function appWith(options: AuthOptions, ...controllers: readonly Class[]): Class {
  @Controller()
  class Guarded {
    @Get('/guarded') @UseGuards(SignedIn) get(): void {}
  }
  @Module({
    imports: [AuthModule.with(options)],
    controllers: [Guarded, ...controllers],
    providers: [
      provide(SUBJECT_RESOLVER, {
        useValue: {
          loaderOf: (type: AbstractClass, property: string) =>
            type === Article && property === 'slug' ? () => new Article() : undefined,
        },
      }),
    ],
  })
  class AppModule {}
  return AppModule;
}

class Article {
  readonly slug: string = 'first';
}
class Comment {
  readonly text: string = 'so';
}
@Policy(Article)
class ArticlePolicy {
  create(_: User): boolean {
    return true;
  }
  update(_: User, article: Article): boolean {
    return article.slug === 'first';
  }
}
@Policy(Comment)
class CommentPolicy {
  remove(_: User, comment: Comment): boolean {
    return comment.text === 'so';
  }
}
const Can = permittedBy(ArticlePolicy, CommentPolicy);
/** As JavaScript has it, to which the compiler says nothing. */
const AnyCan = Can as (ability: string, subject: AbstractClass) => ReturnType<typeof Can>;

test.each<[string, Partial<AuthConfig>]>([
  ['TENON_AUTH_NO_SECRET', {}],
  ['TENON_AUTH_WEAK_SECRET', { secret: 'secret' }],
  ['TENON_AUTH_WEAK_SECRET.repeated', { secret: 'change-me-change-me-change-me-change-me' }],
  ['TENON_AUTH_WEAK_SECRET.previous', { secret: SECRET, previousSecrets: ['x'.repeat(40)] }],
])('explains %s', async (name, variables) => {
  process.env['NODE_ENV'] = 'production';
  expect(await textOf(appWith({}), variables)).toMatchGolden(`golden/${name}`);
});

@Controller()
class Forgetful {
  constructor(readonly oneTimeTokens: OneTimeTokens) {}
  @Get('/forgotten') get(): void {}
}

test('explains TENON_AUTH_NO_SECRET for one-time tokens, where there are no others', async () => {
  process.env['NODE_ENV'] = 'production';
  expect(await textOf(appWith({ tokens: false }, Forgetful), {})).toMatchGolden('golden/TENON_AUTH_NO_SECRET.one-time');
});

test('explains TENON_AUTH_INVALID_COST', async () => {
  expect(await textOf(appWith({ passwords: { memory: 4, lanes: 2 } }))).toMatchGolden('golden/TENON_AUTH_INVALID_COST');
  for (const passwords of [{ memory: 0.5 }, { passes: 0 }, { lanes: -1 }, { memory: Number.NaN }, { memory: 2 ** 32 }])
    expect(await textOf(appWith({ passwords }))).toContain('TENON_AUTH_INVALID_COST');
  process.env['NODE_ENV'] = 'production';
  const weak = await textOf(appWith({ passwords: { memory: 64, passes: 3 } }));
  expect(weak).toMatchGolden('golden/TENON_AUTH_INVALID_COST.production');
});

test('explains TENON_AUTH_INVALID_KEY', async () => {
  const pem = { type: 'spki', format: 'pem' } as const;
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const first = publicKey.export(pem).toString();
  expect(await textOf(appWith({ keys: [first] }))).toMatchGolden('golden/TENON_AUTH_INVALID_KEY');
  const keys = [
    first,
    generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).publicKey.export(pem).toString(),
    generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export(pem).toString(),
    { ...privateKey.export({ format: 'jwk' }), kid: 'a' },
    { ...publicKey.export({ format: 'jwk' }), kid: 'a' },
    'a key',
    { kty: 'OKP', crv: 'Ed25519', x: 7, d: 'a secret' } as unknown as JWK,
    { kty: 'oct', k: 'a secret' },
  ];
  expect(await textOf(appWith({ keys }))).toMatchGolden('golden/TENON_AUTH_INVALID_KEY.others');
});

@Controller()
class Unsigned {
  @Patch('/unsigned/:slug') @Can('update', Article) edit(@Subject(Article) _: Article): void {}
}
@Controller()
class UnsignedRoles {
  @Get('/maybe') @UseGuards(MaybeSignedIn) @Roles('editor') maybe(): void {}
  @Get('/late') @Roles('editor') @UseGuards(SignedIn) late(): void {}
}
@Controller()
@UseGuards(SignedIn)
class WithoutPolicy {
  @Get('/users') @AnyCan('list', User) list(): void {}
}
@Policy(Article)
class SecondPolicy {
  remove(_: User, article: Article): boolean {
    return article.slug === 'first';
  }
}
const CanTwice = permittedBy(ArticlePolicy, SecondPolicy);
@Controller()
@UseGuards(SignedIn)
class TwoPolicies {
  @Patch('/:slug') @CanTwice('remove', Article) remove(): void {}
}
@Controller()
@UseGuards(SignedIn)
class Misspelled {
  @Patch('/:slug') @AnyCan('updat', Article) edit(): void {}
}
@Controller()
@UseGuards(SignedIn)
class NoAbility {
  @Patch('/:slug/constructor') @AnyCan('constructor', Article) constructed(): void {}
}
@Controller()
@UseGuards(SignedIn)
class Ambiguous {
  @Patch('/:shop/:slug') @Can('update', Article) edit(): void {}
}
@Controller()
@UseGuards(SignedIn)
class Nameless {
  @Patch('/articles') @Can('update', Article) editNone(): void {}
  @Patch('/articles/:id') @Can('update', Article, { by: 'slug' }) editOther(): void {}
}
@Controller()
@UseGuards(SignedIn)
class Unresolved {
  @Patch('/comments/:id') @Can('remove', Comment) remove(): void {}
}

@Controller()
@UseGuards(SignedIn)
class Unloaded {
  @Patch('/:slug') @Can('update', Article) edit(): void {}
  @Patch('/drafts/:slug') @Can('create', Article) draft(@Subject(Article) _: Article): void {}
}
@Controller()
class Unknown {
  @Get('/me') me(@CurrentUser() _: User): void {}
}

class Credentials {
  @IsEmail() email!: string;
}
class Envelope {
  @ValidateNested() @Type(() => Credentials) user!: Credentials;
}
@Controller()
class Miscounted {
  @Post('/sign-in') @SignInLimit('emial') signIn(@Body() _: Credentials): void {}
}
@Controller()
class MiscountedWithin {
  @Post('/nested') @SignInLimit('user.name') signInNested(@Body() _: Envelope): void {}
  @Post('/named') @SignInLimit('login') signInNamed(@Body('name') _: string): void {}
  @Post('/right') @SignInLimit('user.email') signInRight(@Body() _: Envelope): void {}
}

@Injectable()
class Staff extends Users {}
const staff = createAuth(Staff);
@Controller()
class Shared {
  @Get('/staff') @UseGuards(staff.SignedIn) list(): void {}
}

const said = createAuth(Staff, { audience: 'tenon' });
@Controller()
class SharedOnPurpose {
  @Get('/staff') @UseGuards(said.SignedIn) list(): void {}
}

test('lets two classes load the same users where it is said', async () => {
  const config = Object.assign(new AuthConfig(), { secret: SECRET });
  const override = [provide(AuthConfig, { useValue: config })];
  await using app = await createApp(appWith({}, SharedOnPurpose), { logger: false, override });
  expect((await app.inject('/staff')).statusCode).toBe(401);
});

test.each<[string, Class]>([
  ['TENON_AUTH_NO_ACCOUNT_NAME', Miscounted],
  ['TENON_AUTH_NO_ACCOUNT_NAME.within', MiscountedWithin],
  ['TENON_AUTH_SHARED_AUDIENCE', Shared],
  ['TENON_AUTH_NOT_SIGNED_IN', Unsigned],
  ['TENON_AUTH_NOT_SIGNED_IN.roles', UnsignedRoles],
  ['TENON_AUTH_NO_POLICY', WithoutPolicy],
  ['TENON_AUTH_TWO_POLICIES', TwoPolicies],
  ['TENON_AUTH_UNKNOWN_ABILITY', Misspelled],
  ['TENON_AUTH_UNKNOWN_ABILITY.constructor', NoAbility],
  ['TENON_AUTH_NO_SUBJECT_PARAMETER', Ambiguous],
  ['TENON_AUTH_NO_SUBJECT_PARAMETER.nameless', Nameless],
  ['TENON_AUTH_NO_SUBJECT_RESOLVER', Unresolved],
  ['TENON_HTTP_NOT_PROVIDED.subject', Unloaded],
  ['TENON_HTTP_NOT_PROVIDED.user', Unknown],
])('explains %s', async (name, controller) => {
  expect(await textOf(appWith({}, controller))).toMatchGolden(`golden/${name}`);
});

test('explains TENON_AUTH_INVALID_WORD', () => {
  expect(failureOf(() => createAuth(Users, { scheme: 'Api Key' }))).toMatchGolden('golden/TENON_AUTH_INVALID_WORD');
  expect(failureOf(() => createAuth(Users, { realm: 'caf\u00E9\r\n' }))).toMatchGolden(
    'golden/TENON_AUTH_INVALID_WORD.realm',
  );
});

test('explains TENON_AUTH_INVALID_SIGN_IN_PAGE', () => {
  expect(failureOf(() => createAuth(Users, { signInPage: 'https://login.example.com' }))).toMatchGolden(
    'golden/TENON_AUTH_INVALID_SIGN_IN_PAGE',
  );
});

function failureOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return (error as TenonError).message;
  }
  return 'nothing';
}

class Missing {}
@Injectable()
class NeedsMissing {
  constructor(readonly missing: Missing) {}
}
@Controller()
class Incomplete {
  constructor(readonly service: NeedsMissing) {}
  @Get('/unsigned/:other') get(): void {}
}

test('reports what is wrong with all routes together, and beside all other faults, to tools as well', async () => {
  useHost({ look: () => undefined });
  const text = await textOf(
    appWith({}, Unsigned, UnsignedRoles, WithoutPolicy, Misspelled, NoAbility, Ambiguous, Nameless, Incomplete),
  );
  expect(text.match(/^TENON_CONTAINER_\w+/gm)).toHaveLength(1);
  expect(text.match(/^TENON_AUTH_\w+/gm)).toEqual([
    ...Array.from({ length: 3 }, () => 'TENON_AUTH_NOT_SIGNED_IN'),
    'TENON_AUTH_NO_POLICY',
    ...Array.from({ length: 2 }, () => 'TENON_AUTH_UNKNOWN_ABILITY'),
    ...Array.from({ length: 3 }, () => 'TENON_AUTH_NO_SUBJECT_PARAMETER'),
  ]);
});

function codesIn(text: string): string[] {
  return [...new Set(text.match(/TENON_AUTH_[A-Z_]+/g))].toSorted();
}

test('has a golden file and a chapter in docs/errors.md for each code, and no other', async () => {
  const codes = codesIn(await readFile(join(ROOT, 'packages/auth/src/errors.ts'), 'utf8'));
  const files = await readdir(GOLDEN);
  const golden = await Promise.all(files.map((file) => readFile(join(GOLDEN, file), 'utf8')));
  expect(codesIn(golden.join('\n'))).toEqual(codes);
  const page = await readFile(join(ROOT, 'docs/errors.md'), 'utf8');
  const headings = page.split('\n').filter((line) => /^#+ TENON_AUTH_/.test(line));
  expect(codesIn(headings.join('\n'))).toEqual(codes);
});
