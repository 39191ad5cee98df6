import { Controller, createApp, Get, Header, Module, Render, Returns } from '@tenon/http';
import { Expose } from '@tenon/dto';
import { PageModule } from '../page-module.js';

class ArticleView {
  @Expose() title!: string;
}

@Controller('/articles')
class ArticlePages {
  @Get()
  @Render('articles/show')
  @Returns(ArticleView)
  @Header('content-type', 'text/html')
  show() {
    return { title: 'Tea' };
  }
}

@Module({ imports: [PageModule], controllers: [ArticlePages] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
