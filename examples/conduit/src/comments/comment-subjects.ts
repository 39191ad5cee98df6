import {
  type AbstractClass,
  Injectable,
  NotFoundException,
  type RequestContext,
  type SubjectLoader,
  type SubjectResolver,
} from '@tenon/http';
import { Articles } from '../articles/articles.js';
import { Comment } from './comment.js';
import { Comments } from './comments.js';

/** Loads the comment that a path names, `/articles/:slug/comments/:id`, where a policy is asked about it. */
@Injectable()
export class CommentSubjects implements SubjectResolver {
  constructor(
    private readonly articles: Articles,
    private readonly comments: Comments,
  ) {}

  loaderOf(type: AbstractClass, property: string): SubjectLoader | undefined {
    return type === Comment && property === 'id' ? (id, context) => this.#load(id, context) : undefined;
  }

  async #load(id: string, context: RequestContext): Promise<Comment> {
    const { slug } = context.request.params as { readonly slug: string };
    const article = await this.articles.find(slug);
    if (!/^[1-9]\d{0,8}$/.test(id)) throw new NotFoundException('', { subject: Comment });
    return this.comments.find(article, Number(id));
  }
}
