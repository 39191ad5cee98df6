import { Get, Injectable, Patch, UseGuards } from '@tenon/http';
import {
  type AbilitiesOf,
  createAuth,
  type OneTimeKind,
  type OneTimeTokens,
  Policy,
  type RefreshTokens,
  Subject,
  type TokenClaims,
  Tokens,
  type UserLoader,
} from '@tenon/auth';

class User {
  readonly id: number = 1;
  readonly roles: readonly ('admin' | 'editor')[] = [];
}
class Robot {
  readonly serial: string = '';
}
class Article {
  readonly slug: string = '';
  readonly authorId: number = 1;
}
class Comment {
  readonly text: string = '';
}

@Injectable()
class Users implements UserLoader<User> {
  loadUser(_: TokenClaims): Promise<User | null> {
    return Promise.resolve(null);
  }
}

@Injectable()
class LazyUsers {
  loadUser(): User | undefined {
    return undefined;
  }
}

const { CurrentUser, Roles, SignedIn, permittedBy } = createAuth(Users, { roles: (user) => user.roles });
export const lazy = createAuth(LazyUsers);

@Policy(Article)
class ArticlePolicy {
  readonly limit = 3;
  create(user: User) {
    return user.id > 0;
  }
  update(user: User, article: Article) {
    return article.authorId === user.id;
  }
}

@Policy(Comment)
class CommentPolicy {
  remove(_: User, comment: Comment): Promise<boolean> {
    return Promise.resolve(comment.text !== '');
  }
}

const Can = permittedBy(ArticlePolicy, CommentPolicy);

/** What the compiler says of a class whose policy was not given to `permittedBy(…)`: a sentence, and not `never`. */
type Asked<S extends object> = Parameters<typeof Can<S>>[0];
export const missing: Asked<Robot> = {
  'no policy given to permittedBy is about this class; add the one with @Policy of': new Robot(),
};
export const known: readonly Asked<Article>[] = ['create', 'update'] satisfies AbilitiesOf<ArticlePolicy>[];

@UseGuards(SignedIn)
export class ArticleController {
  @Get('/me') me(@CurrentUser() user: User, @lazy.CurrentUser() same: User) {
    return [user, same];
  }
  @Get('/anyone') anyone(@CurrentUser({ optional: true }) user: User | undefined) {
    return user;
  }
  // @ts-expect-error -- who asks is a User, and no Robot
  @Get('/robot') robot(@CurrentUser() robot: Robot) {
    return robot;
  }
  // @ts-expect-error -- there may be nobody
  @Get('/somebody') somebody(@CurrentUser({ optional: true }) user: User) {
    return user;
  }

  @Get('/admin') @Roles('admin', 'editor') admin() {}
  // @ts-expect-error -- no such role
  @Get('/amdin') @Roles('amdin') amdin() {}
  // @ts-expect-error -- no role at all would let nobody in
  @Get('/none') @Roles() none() {}
  // @ts-expect-error -- nothing says which roles there are
  @Get('/lazy') @lazy.Roles('admin') lazy() {}

  @Patch('/:slug') @Can('update', Article) update(@Subject(Article) article: Article) {
    return article;
  }
  @Patch() @Can('create', Article) create() {}
  // @ts-expect-error -- no such ability
  @Patch() @Can('updat', Article) updat() {}
  // @ts-expect-error -- no ability about articles
  @Patch() @Can('remove', Article) remove() {}
  // @ts-expect-error -- a property, and no ability
  @Patch() @Can('limit', Article) limit() {}
  // @ts-expect-error -- no policy is about robots
  @Patch() @Can('update', Robot) robots() {}
  // @ts-expect-error -- the subject is an Article
  @Patch('/:slug') @Can('update', Article) wrong(@Subject(Article) comment: Comment) {
    return comment;
  }
}

// @ts-expect-error -- abilities are about articles, and say yes or no
@Policy(Article)
export class WrongSubject {
  update(_: User, comment: Comment) {
    return comment.text !== '';
  }
}

// @ts-expect-error -- abilities say yes or no
@Policy(Article)
export class WrongAnswer {
  update(_: User, article: Article) {
    return article.slug;
  }
}

@Policy(Article)
class RobotPolicy {
  update(robot: Robot, article: Article) {
    return robot.serial === article.slug;
  }
}

// @ts-expect-error -- users are no robots
export const RobotCan = permittedBy(ArticlePolicy, RobotPolicy);

// @ts-expect-error -- a loader gives users
export const wrong = createAuth(Comment);

export async function useTokens(tokens: Tokens) {
  await tokens.sign('7', { team: 'red' }, { lifetime: 60 });
  // @ts-expect-error -- the subject is a text
  await tokens.sign(7);
  // @ts-expect-error -- when a token ends is said by its lifetime
  await tokens.sign('7', { exp: 1 });
  const claims = await tokens.verify('x');
  // @ts-expect-error -- there may be none
  return claims.sub;
}

export async function useRefreshTokens(refreshTokens: RefreshTokens) {
  const { token, endsAt } = await refreshTokens.issue('7', { audience: 'staff' });
  // @ts-expect-error -- the subject is a text
  await refreshTokens.issue(7);
  const next = await refreshTokens.rotate(token);
  // @ts-expect-error -- it may not be good
  void next.token;
  // @ts-expect-error -- what is rotated is the text
  await refreshTokens.rotate(next);
  return endsAt.getTime();
}

const NEW_PASSWORD: OneTimeKind<User> = {
  purpose: 'new password',
  subject: ({ id }) => String(id),
  // @ts-expect-error -- a text
  state: ({ id }) => id,
};

export async function useOneTimeTokens(oneTimeTokens: OneTimeTokens) {
  // @ts-expect-error -- it is about users
  oneTimeTokens.issue(NEW_PASSWORD, new Robot());
  // @ts-expect-error -- users are loaded
  await oneTimeTokens.verify(NEW_PASSWORD, 'x', () => new Robot());
  const user = await oneTimeTokens.verify(NEW_PASSWORD, 'x', () => Promise.resolve(null));
  // @ts-expect-error -- there may be none
  return user.id;
}
