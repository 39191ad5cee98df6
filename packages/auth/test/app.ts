import { Controller, Get, Injectable, Module, UseGuards } from '@tenon/http';
import { AuthModule, type AuthOptions, createAuth, type TokenClaims, type UserLoader } from '@tenon/auth';

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

  @Get('/admin')
  @UseGuards(SignedIn)
  @Roles('admin')
  admin(@CurrentUser() user: User) {
    return { id: user.id };
  }
}

/** Makes the application's root module. */
export function appWith(options: AuthOptions = {}) {
  @Module({ imports: [AuthModule.with(options)], providers: [Users], controllers: [AccountController] })
  class AppModule {}
  return AppModule;
}
