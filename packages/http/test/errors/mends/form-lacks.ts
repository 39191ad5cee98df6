import { Controller, createApp, Form, Get, Module, Param, Patch, Render } from '@tenon/http';
import { IsString } from '@tenon/dto';
import { PageModule } from '../page-module.js';

class CreateArticle {
  @IsString() title!: string;
}

// #region mend
@Controller('/articles')
class ArticlePages {
  @Get('/:slug/edit')
  @Render('articles/edit')
  edit(@Param('slug') slug: string) {
    return { slug };
  }

  @Patch('/:slug')
  update(@Form({ shownBy: 'edit' }) _: CreateArticle) {}
}
// #endregion

@Module({ imports: [PageModule], controllers: [ArticlePages] })
class AppModule {}

export const mended = () => createApp(AppModule, { logger: false });
