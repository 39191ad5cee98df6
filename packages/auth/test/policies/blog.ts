import {
  type AbstractClass,
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Injectable,
  Module,
  Patch,
  Post,
  provide,
  SUBJECT_RESOLVER,
  type SubjectResolver,
  UseGuards,
} from '@tenon/http';
import { IsString } from '@tenon/dto';
import { AuthModule, Policy, Subject } from '@tenon/auth';
import { permittedBy, SignedIn, type User, Users } from '../app.js';

export class Article {
  constructor(
    readonly slug: string,
    readonly author: string,
  ) {}
}

export class Comment {
  constructor(
    readonly number: number,
    readonly writer: string,
  ) {}
}

@Policy(Article)
class ArticlePolicy {
  create(user: User) {
    return user.roles.includes('admin');
  }
  update(user: User, article: Article) {
    return article.author === user.id;
  }
}

/** As caches, transactions and traces wrap methods. */
function Wrapped(_: object, __: string, descriptor: PropertyDescriptor): void {
  const method = descriptor.value as (...parameters: unknown[]) => unknown;
  descriptor.value = function (this: unknown, ...parameters: unknown[]) {
    return method.apply(this, parameters);
  };
}

@Policy(Article)
class OddPolicy {
  @Wrapped wrapped(user: User, article: Article): boolean {
    return article.author === user.id;
  }
  apart({ id }: User, { author }: Article): boolean {
    return author === id;
  }
  byDefault(user: User, article: Article = new Article('none', user.id)): boolean {
    return article.author === user.id;
  }
  one(_: User): boolean {
    return 1 as unknown as boolean;
  }
  failing(_: User): boolean {
    throw new Error('The database is away.');
  }
}
const CanOdd = permittedBy(OddPolicy);

@Controller('/articles/:slug')
@UseGuards(SignedIn)
class OddController {
  @Get('/wrapped') @CanOdd('wrapped', Article) wrapped(): void {}
  @Get('/apart') @CanOdd('apart', Article) apart(): void {}
  @Get('/by-default') @CanOdd('byDefault', Article) byDefault(): void {}
  @Get('/one') @CanOdd('one', Article) one(): void {}
  @Get('/failing') @CanOdd('failing', Article) failing(): void {}
}

@Injectable()
class Moderators {
  readonly ids = ['1'];
}

@Policy(Comment)
class CommentPolicy {
  readonly #moderators: Moderators;
  constructor(moderators: Moderators) {
    this.#moderators = moderators;
  }
  remove(user: User, comment: Comment): Promise<boolean> {
    return Promise.resolve(comment.writer === user.id || this.#moderators.ids.includes(user.id));
  }
}

export const Can = permittedBy(ArticlePolicy, CommentPolicy);

/** Loads articles by their slug, and comments by their number. */
@Injectable()
export class Store implements SubjectResolver {
  readonly loaded: string[] = [];
  readonly #articles = [new Article('first', '1'), new Article('second', '2')];
  readonly #comments = [new Comment(7, '2')];

  loaderOf(type: AbstractClass, property: string) {
    if (type === Article && property === 'slug') {
      return (slug: string) => {
        this.loaded.push(slug);
        return this.#articles.find((article) => article.slug === slug);
      };
    }
    if (type !== Comment || property !== 'number') return undefined;
    return (number: string) => Promise.resolve(this.#comments.find((comment) => comment.number === Number(number)));
  }
}

class UpdateArticle {
  @IsString() title!: string;
}

@Controller('/articles')
@UseGuards(SignedIn)
class ArticleController {
  @Post()
  @Can('create', Article)
  create() {
    return {};
  }

  @Patch('/:slug')
  @Can('update', Article)
  update(@Subject(Article) article: Article, @Body() { title }: UpdateArticle) {
    return { slug: article.slug, isArticle: article instanceof Article, title };
  }

  @Delete('/:slug/comments/:id')
  @HttpCode(204)
  @Can('update', Article, { by: 'slug' })
  @Can('remove', Comment, { by: 'id', property: 'number' })
  remove(@Subject(Article) _article: Article, @Subject(Comment) _comment: Comment): void {}

  @Get('/:slug')
  show() {
    return {};
  }
}

@Module({
  imports: [AuthModule],
  providers: [Users, Store, provide(SUBJECT_RESOLVER, { useExisting: Store })],
  controllers: [ArticleController, OddController],
  exports: [Users],
})
export class BlogModule {}
