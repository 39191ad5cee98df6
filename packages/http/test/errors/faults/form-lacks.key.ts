import {
  Controller,
  createApp,
  createContextKey,
  Form,
  FromContext,
  Get,
  Injectable,
  Module,
  Post,
  Provides,
  type RequestContext,
  Render,
  UseGuards,
} from '@tenon/http';
import { IsString } from '@tenon/dto';
import { PageModule } from '../page-module.js';

class CreateArticle {
  @IsString() title!: string;
}

const CURRENT_USER = createContextKey<string>('current user');

@Injectable()
@Provides(CURRENT_USER)
class SignedIn {
  canActivate(context: RequestContext) {
    context.set(CURRENT_USER, 'ann');
    return true;
  }
}

@Controller('/articles')
class ArticlePages {
  @Get('/new')
  @UseGuards(SignedIn)
  @Render('articles/new')
  new(@FromContext(CURRENT_USER) user: string) {
    return { user };
  }

  @Post()
  create(@Form({ shownBy: 'new' }) _: CreateArticle) {}
}

@Module({ imports: [PageModule], controllers: [ArticlePages] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
