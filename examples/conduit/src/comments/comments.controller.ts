import { Subject } from '@tenon/auth';
import { Body, Controller, Delete, Get, Param, Post, Returns, UseGuards } from '@tenon/http';
import { Articles } from '../articles/articles.js';
import { CurrentUser, MaybeSignedIn, SignedIn } from '../auth.js';
import { Can } from '../policies.js';
import { User } from '../users/user.js';
import { Comment } from './comment.js';
import { NewComment } from './comment-input.js';
import { CommentReply, CommentsReply } from './comment-view.js';
import { Comments } from './comments.js';

@Controller('/api/articles/:slug/comments')
export class CommentsController {
  constructor(
    private readonly articles: Articles,
    private readonly comments: Comments,
  ) {}

  @Get()
  @UseGuards(MaybeSignedIn)
  @Returns(CommentsReply)
  async list(@Param('slug') slug: string, @CurrentUser({ optional: true }) reader?: User) {
    const comments = await this.comments.of(await this.articles.find(slug));
    return { comments: await this.comments.viewsOf(comments, reader) };
  }

  @Post()
  @UseGuards(SignedIn)
  @Returns(CommentReply)
  async write(@Param('slug') slug: string, @CurrentUser() author: User, @Body('comment') input: NewComment) {
    const comment = await this.comments.write(author, await this.articles.find(slug), input);
    const [view] = await this.comments.viewsOf([comment], author);
    return { comment: view! };
  }

  @Delete('/:id')
  @UseGuards(SignedIn)
  @Can('remove', Comment, { by: 'id' })
  async remove(@Subject(Comment) comment: Comment): Promise<void> {
    await this.comments.remove(comment);
  }
}
