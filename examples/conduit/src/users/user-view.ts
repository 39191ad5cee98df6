import { Expose, Type } from '@tenon/dto';

/** What users see of themselves. */
export class UserView {
  @Expose() email!: string;
  @Expose() token!: string;
  @Expose() username!: string;
  @Expose() bio!: string | null;
  @Expose() image!: string | null;
}

export class UserReply {
  @Expose() @Type(() => UserView) user!: UserView;
}
