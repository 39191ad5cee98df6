import { Module, provide, SUBJECT_RESOLVER } from '@tenon/http';
import { ArticlesModule } from '../articles/articles.module.js';
import { ProfilesModule } from '../profiles/profiles.module.js';
import { UsersModule } from '../users/users.module.js';
import { Comments } from './comments.js';
import { CommentSubjects } from './comment-subjects.js';
import { CommentsController } from './comments.controller.js';

@Module({
  imports: [UsersModule, ProfilesModule, ArticlesModule],
  controllers: [CommentsController],
  providers: [Comments, provide(SUBJECT_RESOLVER, { useClass: CommentSubjects })],
  exports: [Comments],
})
export class CommentsModule {}
