import { Module } from '@tenon/http';
import { ArticlesModule } from '../articles/articles.module.js';
import { CommentsModule } from '../comments/comments.module.js';
import { ProfilesModule } from '../profiles/profiles.module.js';
import { UsersModule } from '../users/users.module.js';
import { DemoSeeder } from './demo-seeder.js';

@Module({ imports: [UsersModule, ProfilesModule, ArticlesModule, CommentsModule], providers: [DemoSeeder] })
export class DemoModule {}
