import { Expose, Type } from '@tenon/dto';

/** What everybody sees of a user. */
export class ProfileView {
  @Expose() username!: string;
  @Expose() bio!: string | null;
  @Expose() image!: string | null;
  /** Whether the reader follows this user. */
  @Expose() following!: boolean;
}

export class ProfileReply {
  @Expose() @Type(() => ProfileView) profile!: ProfileView;
}
