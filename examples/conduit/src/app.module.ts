import { AuthModule } from '@tenon/auth';
import { DataModule } from '@tenon/data';
import { Module } from '@tenon/http';
import { ArticlesModule } from './articles/articles.module.js';
import { CommentsModule } from './comments/comments.module.js';
import { DemoSeeder } from './demo/demo-seeder.js';
import { ENTITIES } from './entities.js';
import { ProfilesModule } from './profiles/profiles.module.js';
import { SiteModule } from './site/site.module.js';
import { UsersModule } from './users/users.module.js';

@Module({
  imports: [
    AuthModule,
    DataModule.with({
      entities: ENTITIES,
      migrations: new URL('migrations/', import.meta.url),
      seeders: [DemoSeeder],
    }),
    UsersModule,
    ProfilesModule,
    ArticlesModule,
    CommentsModule,
    SiteModule,
  ],
})
export class AppModule {}
