import { Controller, createApp, Form, Get, Module, Post, Render } from '@tenon/http';
import { IsString } from '@tenon/dto';
import { PageModule } from '../page-module.js';

class CreateArticle {
  @IsString() title!: string;
}

@Controller('/articles')
class ArticlePages {
  @Get('/new')
  @Render('articles/new')
  newOne() {}

  @Post('/preview')
  newOnes() {}

  @Post()
  create(@Form({ shownBy: 'newOnes' }) _: CreateArticle) {}
}

@Module({ imports: [PageModule], controllers: [ArticlePages] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
