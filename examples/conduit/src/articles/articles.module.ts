import { Module, provide, SUBJECT_RESOLVER } from '@tenon/http';
import { ProfilesModule } from '../profiles/profiles.module.js';
import { UsersModule } from '../users/users.module.js';
import { ArticleSubjects } from './article-subjects.js';
import { ArticleViews } from './article-views.js';
import { Articles } from './articles.js';
import { ArticlesController } from './articles.controller.js';
import { Favorites } from './favorites.js';
import { FavoritesController } from './favorites.controller.js';
import { TagsController } from './tags.controller.js';

@Module({
  imports: [UsersModule, ProfilesModule],
  controllers: [ArticlesController, FavoritesController, TagsController],
  providers: [Articles, ArticleViews, Favorites, provide(SUBJECT_RESOLVER, { useClass: ArticleSubjects })],
  exports: [Articles, ArticleViews, Favorites],
})
export class ArticlesModule {}
