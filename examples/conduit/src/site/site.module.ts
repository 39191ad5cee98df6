import { Module, provide, VIEW_HELPER } from '@tenon/http';
import { SessionsModule } from '@tenon/sessions';
import { ViewsModule } from '@tenon/views';
import { ArticlesModule } from '../articles/articles.module.js';
import { CommentsModule } from '../comments/comments.module.js';
import { ProfilesModule } from '../profiles/profiles.module.js';
import { UsersModule } from '../users/users.module.js';
import { AccountPages } from './account-pages.js';
import { ArticlePages } from './article-pages.js';
import { EditorPages } from './editor-pages.js';
import { Feeds } from './feeds.js';
import { Avatar, Day, Here, Mistakes } from './helpers.js';
import { HomePages } from './home-pages.js';
import { Markdown } from './markdown.js';
import { ProfilePages } from './profile-pages.js';

/** The pages, on the services that the API has as well. */
@Module({
  imports: [
    SessionsModule,
    ViewsModule.with({ folder: new URL('../../views/', import.meta.url) }),
    UsersModule,
    ProfilesModule,
    ArticlesModule,
    CommentsModule,
  ],
  controllers: [HomePages, AccountPages, EditorPages, ArticlePages, ProfilePages],
  providers: [
    Feeds,
    Markdown,
    provide(VIEW_HELPER, { useClass: Avatar }),
    provide(VIEW_HELPER, { useClass: Day }),
    provide(VIEW_HELPER, { useClass: Here }),
    provide(VIEW_HELPER, { useClass: Mistakes }),
  ],
})
export class SiteModule {}
