import { Controller, createApp, Form, Get, Module, Post, Render } from '@tenon/http';
import { IsString } from '@tenon/dto';
import { PageModule } from '../page-module.js';

class CreateArticle {
  @IsString() title!: string;
}

// #region mend
@Controller('/articles')
class ArticlePages {
  @Get('/new')
  @Render('articles/new')
  newOne() {}

  @Post()
  create(@Form({ shownBy: 'newOne' }) _: CreateArticle) {}
}
// #endregion

@Module({ imports: [PageModule], controllers: [ArticlePages] })
class AppModule {}

export const mended = () => createApp(AppModule, { logger: false });
