import { Subject } from '@tenon/auth';
import { Controller, Form, Get, Post, Put, redirect, Render, Urls, UseGuards } from '@tenon/http';
import { Session } from '@tenon/sessions';
import { Article } from '../articles/article.js';
import { Articles } from '../articles/articles.js';
import { newKey } from '../articles/slug.js';
import { CurrentUser, SignedIn } from '../auth.js';
import { Can } from '../policies.js';
import { User } from '../users/user.js';
import { ArticleForm, NewArticleForm } from './site-input.js';

/** Where articles are written and changed. */
@Controller('/editor')
@UseGuards(SignedIn)
export class EditorPages {
  constructor(
    private readonly articles: Articles,
    private readonly urls: Urls,
  ) {}

  @Get('/', { name: 'editor' })
  @Render('editor')
  compose() {
    return { tags: '', key: newKey() };
  }

  @Post('/', { name: 'editor.publish' })
  async publish(
    @CurrentUser() author: User,
    @Form({ shownBy: 'compose' }) { key, tags, ...texts }: NewArticleForm,
    @Session() session: Session,
  ) {
    const { slug } = await this.articles.writeOnce(author, { ...texts, tagList: tags }, key);
    session.flash('success', 'Your article is published.');
    return redirect(this.urls.for('article', { slug }));
  }

  @Get('/:slug', { name: 'editor.edit' })
  @Can('change', Article)
  @Render('editor')
  edit(@Subject(Article) article: Article) {
    const { slug, title, description, body, tags } = article;
    const names = tags.getItems().map(({ name }) => name);
    return { article: { slug, title, description, body }, tags: names.toSorted().join(', ') };
  }

  @Put('/:slug', { name: 'editor.change' })
  @Can('change', Article)
  async change(
    @Subject(Article) article: Article,
    @Form({ shownBy: 'edit' }) { tags, ...texts }: ArticleForm,
    @Session() session: Session,
  ) {
    const { slug } = await this.articles.change(article, { ...texts, tagList: tags });
    session.flash('success', 'Your changes are published.');
    return redirect(this.urls.for('article', { slug }));
  }
}
