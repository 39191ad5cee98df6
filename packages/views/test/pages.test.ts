import { Controller, Get, Module, Param } from '@tenon/http';
import { createTestApp } from '@tenon/testing';
import { expect, test } from '@jest/globals';
import { Render, ViewsModule } from '@tenon/views';

const folder = new URL('views/', import.meta.url);

@Controller('/articles')
class ArticlePages {
  @Get('/:slug', { name: 'articles.show' })
  @Render('articles/show')
  show(@Param('slug') slug: string) {
    return { article: { slug, title: `<${slug}>`, author: '"me"', tags: ['a&b', 'c'] } };
  }
}

@Module({ imports: [ViewsModule.with({ folder })], controllers: [ArticlePages] })
class AppModule {}

test('writes a page with its layout, a block, a partial and a component', async () => {
  await using app = await createTestApp(AppModule);
  const reply = await app.get('/articles/a', { headers: { accept: 'text/html' } });
  expect(reply.status).toBe(200);
  expect(reply.text).toBe(`<!doctype html>
<title>&lt;a&gt;</title>
<meta name="author" content="&quot;me&quot;">
<main><h1>&lt;a&gt;</h1>
<a href="/articles/a">here</a>
<i>a&amp;b</i>
<i>c</i>
<section><h2>&lt;a&gt;</h2><b>inside</b></section></main>
`);
});
