import { Controller, Get, Header, Injectable, Module, provide, UnauthorizedException, UseGuards } from '@tenon/http';
import { createTestApp } from '@tenon/testing';
import { AuthConfig, AuthModule, type AuthOptions, createAuth, type TokenClaims, type UserLoader } from '@tenon/auth';

/** The users of the tests' application. */
export class User {
  constructor(
    readonly id: string,
    readonly roles: readonly Role[],
  ) {}
}
type Role = 'admin' | 'editor';

@Injectable()
export class Users implements UserLoader<User> {
  readonly known = new Map([
    ['1', new User('1', ['admin'])],
    ['2', new User('2', [])],
  ]);

  loadUser({ sub }: TokenClaims): Promise<User | undefined> {
    return Promise.resolve(this.known.get(sub));
  }
}

export const { CURRENT_USER, CurrentUser, SignedIn, MaybeSignedIn, Roles, permittedBy } = createAuth(Users, {
  roles: (user) => user.roles,
});

@Controller('/me')
class AccountController {
  @Get()
  @UseGuards(SignedIn)
  me(@CurrentUser() user: User) {
    return { id: user.id };
  }

  @Get('/maybe')
  @UseGuards(MaybeSignedIn)
  maybe(@CurrentUser({ optional: true }) user: User | undefined) {
    return { id: user?.id ?? null };
  }

  @Get('/cached')
  @UseGuards(SignedIn)
  @Header('cache-control', 'private, max-age=60')
  cached() {
    return {};
  }

  @Get('/refused')
  @UseGuards(SignedIn)
  refused(): never {
    throw new UnauthorizedException('Not you.');
  }

  @Get('/none')
  none() {
    return {};
  }

  @Get('/admin')
  @UseGuards(SignedIn)
  @Roles('admin')
  admin(@CurrentUser() user: User) {
    return { id: user.id };
  }
}

export const SECRET = 'a secret of the tests, of 32 bytes or more';

type Variables = { readonly [K in keyof AuthConfig]?: AuthConfig[K] | undefined };

/** Makes the tests' application, with variables that are not those of the environment. */
export function startApp(options: AuthOptions = {}, variables: Variables = {}) {
  @Module({ imports: [AuthModule.with(options)], providers: [Users], controllers: [AccountController] })
  class AppModule {}
  const config = Object.assign(new AuthConfig(), { secret: SECRET }, variables);
  return createTestApp(AppModule, { override: [provide(AuthConfig, { useValue: config })] });
}

/** Gives the headers of a request with a token. */
export function bearing(token: string) {
  return { authorization: `Bearer ${token}` };
}

const people = createAuth(Users, { scheme: 'Token', name: 'people', realm: 'people "1"' });
const robots = createAuth(Users, { audience: 'robots' });

@Controller()
class OtherController {
  @Get('/people')
  @UseGuards(people.SignedIn)
  ofPeople() {
    return {};
  }

  @Get('/robots')
  @UseGuards(robots.SignedIn)
  ofRobots() {
    return {};
  }
}

/** As `startApp` has it, without variables of its own. */
@Module({ imports: [AuthModule], providers: [Users], controllers: [AccountController] })
export class AppModule {}

/** Has two kinds of users. */
@Module({ imports: [AuthModule], providers: [Users], controllers: [OtherController] })
export class OtherModule {}
