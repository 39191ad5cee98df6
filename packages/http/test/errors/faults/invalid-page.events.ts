import { Controller, createApp, Module, Render, Sse } from '@tenon/http';
import { PageModule } from '../page-module.js';

@Controller('/articles')
class ArticlePages {
  @Sse()
  @Render('articles/index')
  async *index() {
    yield { count: 1 };
  }
}

@Module({ imports: [PageModule], controllers: [ArticlePages] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
