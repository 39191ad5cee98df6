import { Expose, Type } from '@tenon/dto';
import { ProfileView } from '../profiles/profile-view.js';

export class CommentView {
  @Expose() id!: number;
  @Expose() body!: string;
  @Expose() createdAt!: Date;
  @Expose() updatedAt!: Date;
  @Expose() @Type(() => ProfileView) author!: ProfileView;
}

export class CommentReply {
  @Expose() @Type(() => CommentView) comment!: CommentView;
}

export class CommentsReply {
  @Expose() @Type(() => CommentView) comments!: CommentView[];
}
