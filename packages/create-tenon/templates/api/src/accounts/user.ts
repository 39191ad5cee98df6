import { Entity, PrimaryKey, Property, Unique } from '@tenon/data';
import { Expose, IsEmail, Length } from '@tenon/dto';

@Entity()
export class User {
  @PrimaryKey() id!: number;
  @Property() @Unique() email!: string;
  @Property() passwordHash!: string;
}

/** What comes in. */
export class Credentials {
  @IsEmail() email!: string;
  @Length(8, 256) password!: string;
}

/** What goes out: it is sent along as `Authorization: Bearer …`. */
export class TokenView {
  @Expose() token!: string;
}
