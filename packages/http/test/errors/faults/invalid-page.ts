import { Controller, createApp, Get, Module, Redirect, Render } from '@tenon/http';
import { PageModule } from '../page-module.js';

@Controller('/articles')
class ArticlePages {
  @Get()
  @Render('articles/index')
  @Redirect('/')
  index() {}
}

@Module({ imports: [PageModule], controllers: [ArticlePages] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
