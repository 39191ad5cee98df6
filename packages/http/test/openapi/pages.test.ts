import { expect, test } from '@jest/globals';
import { Expose, IsInt, IsString } from '@tenon/dto';
import {
  Controller,
  Describe,
  Form,
  Get,
  openApi,
  Post,
  Render,
  Returns,
  type Upload,
  UploadedFile,
} from '@tenon/http';
import { withPages } from '../support/pages.js';
import { serve } from '../support/serve.js';

class CreateArticle {
  @IsString() title!: string;
  @IsInt() count!: number;
}

class ArticleView {
  @Expose() title!: string;
}

@Controller('/articles')
class ArticlePages {
  @Get('/new', { name: 'articles.new' })
  @Render('articles/new')
  new() {}

  @Get('/help')
  @Render('articles/help')
  @Describe({ isHidden: false })
  help() {}

  @Get('/:slug')
  @Render('articles/show')
  @Returns(ArticleView)
  show() {
    return { title: 'Tea' };
  }

  @Post()
  create(@Form({ shownBy: 'new' }) _: CreateArticle) {}

  @Post('/both')
  @Returns(ArticleView)
  createBoth(@Form() input: CreateArticle) {
    return input;
  }

  @Post('/photo')
  @Describe({ isHidden: false })
  photo(@Form() _: CreateArticle, @UploadedFile('photo') __: Upload) {}
}

test('leaves pages and forms without another face out of the description, unless it is told to show them', async () => {
  const { paths } = openApi(await serve(withPages(ArticlePages)));

  expect(Object.keys(paths)).toEqual(['/articles/both', '/articles/help', '/articles/photo', '/articles/{slug}']);
  expect(paths['/articles/help']?.['get']?.responses['200']).toEqual({
    description: 'OK',
    content: { 'text/html': { schema: { type: 'string' } } },
  });
});

test('describes both faces of a route', async () => {
  const { paths } = openApi(await serve(withPages(ArticlePages)));

  expect(paths['/articles/{slug}']?.['get']?.responses['200']).toMatchObject({
    content: {
      'application/json': { schema: { $ref: '#/components/schemas/ArticleView' } },
      'text/html': { schema: { type: 'string' } },
    },
  });
});

test('describes a form by both types in which browsers send it, and one with files by the one that has them', async () => {
  const { paths } = openApi(await serve(withPages(ArticlePages)));
  const schema = {
    type: 'object',
    properties: { title: { type: 'string' }, count: expect.objectContaining({ type: 'integer' }) },
    required: ['title', 'count'],
  };

  expect(paths['/articles/both']?.['post']?.requestBody?.content).toEqual({
    'multipart/form-data': { schema },
    'application/x-www-form-urlencoded': { schema },
  });
  expect(Object.keys(paths['/articles/photo']?.['post']?.requestBody?.content ?? {})).toEqual(['multipart/form-data']);
});

test('names the pages in the list of routes', async () => {
  const list = (await serve(withPages(ArticlePages))).routes();

  expect(list.find(({ name }) => name === 'articles.new')).toMatchObject({ page: 'articles/new' });
  expect(String(list)).toContain('ArticlePages.new → articles/new');
});

test('explains what shows a page, and what becomes of a form', async () => {
  const app = await serve(withPages(ArticlePages));
  const whatOf = (method: 'GET' | 'POST', path: string) => app.explain(method, path)?.steps.map(({ what }) => what);

  expect(whatOf('GET', '/articles/tea')).toContain('reply: 200 with the page articles/show, or ArticleView, compiled');
  expect(whatOf('GET', '/articles/help')).toContain('reply: 200 with the page articles/help');
  expect(whatOf('POST', '/articles')).toEqual(expect.arrayContaining(['a form', 'the form once more, by new()']));
  expect(whatOf('POST', '/articles/photo')).toContain('a form, file by file');
});
