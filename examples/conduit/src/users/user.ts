import { Entity, type Opt, PrimaryKey, Property, Unique } from '@tenon/data';

@Entity()
export class User {
  @PrimaryKey() id!: number;
  @Property() @Unique() username!: string;
  @Property() @Unique() email!: string;
  /** What argon2id makes of the password. */
  @Property() passwordHash!: string;
  @Property({ type: 'text' }) bio: Opt<string> | null = null;
  @Property({ type: 'text' }) image: Opt<string> | null = null;
}
