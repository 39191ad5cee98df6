import { EntityManager, EntityRepository, InjectRepository } from '@tenon/data';
import { Injectable, NotFoundException } from '@tenon/http';
import { Article } from '../articles/article.js';
import { Profiles } from '../profiles/profiles.js';
import { User } from '../users/user.js';
import { Comment } from './comment.js';
import type { NewComment } from './comment-input.js';
import type { CommentView } from './comment-view.js';

/** How long somebody is thought not to say the same again, in milliseconds. */
const JUST_NOW = 10_000;

@Injectable()
export class Comments {
  constructor(
    @InjectRepository(Comment) private readonly comments: EntityRepository<Comment>,
    private readonly em: EntityManager,
    private readonly profiles: Profiles,
  ) {}

  /** @throws NotFoundException */
  async find(article: Article, id: number): Promise<Comment> {
    const comment = await this.comments.findOne({ id, article });
    if (comment === null) throw new NotFoundException('', { subject: Comment });
    return comment;
  }

  /** Gives what was said about an article, the newest first. */
  of(article: Article): Promise<Comment[]> {
    return this.comments.find({ article }, { populate: ['author'], orderBy: { id: 'desc' } });
  }

  async write(author: User, article: Article, { body }: NewComment): Promise<Comment> {
    const comment = this.comments.create({ author, article, body });
    await this.em.persist(comment).flush();
    return comment;
  }

  /** Says something, unless the same person has said the same just now: who clicks twice means it once. */
  async writeOnce(author: User, article: Article, input: NewComment): Promise<void> {
    const since = new Date(Date.now() - JUST_NOW);
    const same = { author, article, body: input.body, createdAt: { $gt: since } };
    if ((await this.comments.count(same)) === 0) await this.write(author, article, input);
  }

  async remove(comment: Comment): Promise<void> {
    await this.em.remove(comment).flush();
  }

  /** Shows comments as a reader sees them. */
  async viewsOf(comments: readonly Comment[], reader?: User): Promise<CommentView[]> {
    const authors = comments.map(({ author }) => author);
    const profileOf = await this.profiles.viewsFor(reader, authors);
    return comments.map(({ id, body, createdAt, updatedAt, author }) => ({
      id,
      body,
      createdAt,
      updatedAt,
      author: profileOf(author),
    }));
  }
}
