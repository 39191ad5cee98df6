import { Subject } from '@tenon/auth';
import { Controller, Delete, Form, Get, Param, Post, redirect, Render, Urls, UseGuards } from '@tenon/http';
import { Session } from '@tenon/sessions';
import { Article } from '../articles/article.js';
import { ArticleViews } from '../articles/article-views.js';
import { Articles } from '../articles/articles.js';
import { Favorites } from '../articles/favorites.js';
import { CurrentUser, MaybeSignedIn, SignedIn } from '../auth.js';
import { Comment } from '../comments/comment.js';
import { NewComment } from '../comments/comment-input.js';
import { Comments } from '../comments/comments.js';
import { Can } from '../policies.js';
import { User } from '../users/user.js';
import { Markdown } from './markdown.js';
import { Next, nextOf } from './site-input.js';

/** An article with its comments, and the buttons on it. */
@Controller('/article/:slug')
export class ArticlePages {
  constructor(
    private readonly articles: Articles,
    private readonly views: ArticleViews,
    private readonly comments: Comments,
    private readonly favorites: Favorites,
    private readonly markdown: Markdown,
    private readonly urls: Urls,
  ) {}

  @Get('/', { name: 'article' })
  @UseGuards(MaybeSignedIn)
  @Render('article')
  async show(@Param('slug') slug: string, @CurrentUser({ optional: true }) reader?: User) {
    const found = await this.articles.find(slug);
    const comments = await this.comments.of(found);
    const { article } = await this.views.of(found, reader);
    const shown = await this.comments.viewsOf(comments, reader);
    return {
      article,
      body: this.markdown.render(article.body),
      isOwn: found.author === reader,
      comments: shown.map((comment, index) => ({ comment, isOwn: comments[index]?.author === reader })),
    };
  }

  @Delete('/', { name: 'article.remove' })
  @UseGuards(SignedIn)
  @Can('remove', Article)
  async remove(@Subject(Article) article: Article, @Session() session: Session) {
    await this.articles.remove(article);
    session.flash('success', `“${article.title}” is deleted.`);
    return redirect(this.urls.for('home'));
  }

  @Post('/comments', { name: 'article.comment' })
  @UseGuards(SignedIn)
  async comment(
    @Param('slug') slug: string,
    @CurrentUser() author: User,
    @Form({ shownBy: 'show' }) input: NewComment,
  ) {
    await this.comments.writeOnce(author, await this.articles.find(slug), input);
    return redirect(this.urls.for('article', { slug }));
  }

  @Delete('/comments/:id', { name: 'article.comment.remove' })
  @UseGuards(SignedIn)
  @Can('remove', Comment, { by: 'id' })
  async removeComment(@Param('slug') slug: string, @Subject(Comment) comment: Comment) {
    await this.comments.remove(comment);
    return redirect(this.urls.for('article', { slug }));
  }

  @Post('/favorite', { name: 'article.favorite' })
  @UseGuards(SignedIn)
  async favorite(@Param('slug') slug: string, @CurrentUser() reader: User, @Form() next: Next) {
    await this.favorites.add(reader, await this.articles.find(slug));
    return redirect(nextOf(next, this.urls.for('article', { slug })));
  }

  @Delete('/favorite', { name: 'article.unfavorite' })
  @UseGuards(SignedIn)
  async unfavorite(@Param('slug') slug: string, @CurrentUser() reader: User, @Form() next: Next) {
    await this.favorites.remove(reader, await this.articles.find(slug));
    return redirect(nextOf(next, this.urls.for('article', { slug })));
  }
}
