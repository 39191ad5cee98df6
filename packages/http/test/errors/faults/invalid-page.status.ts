import { Controller, createApp, Get, HttpCode, Module, Render } from '@tenon/http';
import { PageModule } from '../page-module.js';

@Controller('/articles')
class ArticlePages {
  @Get()
  @Render('articles/index')
  @HttpCode(204)
  index() {}
}

@Module({ imports: [PageModule], controllers: [ArticlePages] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
