import { Controller, createApp, Get, Module, Render, Returns } from '@tenon/http';
import { Expose, Type } from '@tenon/dto';
import { PageModule } from '../page-module.js';

// #region mend
class ArticleView {
  @Expose() title!: string;
}

class ArticleList {
  @Expose() @Type(() => ArticleView) articles!: ArticleView[];
}

@Controller('/articles')
class ArticlePages {
  @Get()
  @Render('articles/index')
  @Returns(ArticleList)
  index() {
    return { articles: [{ title: 'Tea' }] };
  }
}
// #endregion

@Module({ imports: [PageModule], controllers: [ArticlePages] })
class AppModule {}

export const mended = () => createApp(AppModule, { logger: false });
