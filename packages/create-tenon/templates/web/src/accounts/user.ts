import { Entity, PrimaryKey, Property, Unique } from '@tenon/data';
import { IsEmail, IsOptional, IsString, Length, Matches, MaxLength } from '@tenon/dto';

@Entity()
export class User {
  @PrimaryKey() id!: number;
  @Property() name!: string;
  @Property() @Unique() email!: string;
  @Property() passwordHash!: string;
}

/** The fields of the form at /sign-up. */
export class SignUp {
  @MaxLength(50) @Matches(/\S/, { message: 'What are you called?' }) name!: string;
  @IsEmail(undefined, { message: 'This is not an email address.' }) email!: string;
  @Length(8, 256, { message: 'A password has at least 8 characters.' }) password!: string;
}

/** The fields of the form at /sign-in. */
export class SignIn {
  @IsEmail(undefined, { message: 'This is not an email address.' }) email!: string;
  @Length(1, 256) password!: string;
  /** The page that wanted it. */
  @IsOptional() @IsString() next?: string;
}
