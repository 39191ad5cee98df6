import { Controller, createApp, Get, Module, Render, Returns } from '@tenon/http';
import { Expose } from '@tenon/dto';
import { PageModule } from '../page-module.js';

class ArticleView {
  @Expose() title!: string;
}

@Controller('/articles')
class ArticlePages {
  @Get()
  @Render('articles/index')
  @Returns([ArticleView])
  index(): ArticleView[] {
    return [];
  }
}

@Module({ imports: [PageModule], controllers: [ArticlePages] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
