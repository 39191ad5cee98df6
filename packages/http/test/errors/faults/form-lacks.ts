import { Controller, createApp, Form, Get, Module, Param, Post, Render } from '@tenon/http';
import { IsString } from '@tenon/dto';
import { PageModule } from '../page-module.js';

class CreateArticle {
  @IsString() title!: string;
}

@Controller('/articles')
class ArticlePages {
  @Get('/:slug/edit')
  @Render('articles/edit')
  edit(@Param('slug') slug: string) {
    return { slug };
  }

  @Post('/update')
  update(@Form({ shownBy: 'edit' }) _: CreateArticle) {}
}

@Module({ imports: [PageModule], controllers: [ArticlePages] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
