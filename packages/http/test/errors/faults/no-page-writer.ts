import { Controller, createApp, Get, Module, Render } from '@tenon/http';

@Controller('/articles')
class ArticlePages {
  @Get()
  @Render('articles/index')
  index() {}

  @Get('/new')
  @Render('articles/new')
  new() {}
}

@Module({ controllers: [ArticlePages] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
