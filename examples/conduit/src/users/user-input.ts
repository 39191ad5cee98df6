import { IsEmail, IsOptional, IsString, Length, MaxLength, PartialType, Transform } from '@tenon/dto';
import { NotBlank, NotDots } from '../input.js';

/** Who wants to join. */
export class NewUser {
  @NotBlank() @NotDots() @MaxLength(64) username!: string;
  @NotBlank() @IsEmail() email!: string;
  @NotBlank() @Length(8, 256) password!: string;
}

export class SignIn {
  @NotBlank() email!: string;
  @NotBlank() password!: string;
}

/** What stays away stays as it is. */
export class UserChanges extends PartialType(NewUser, { skipNullProperties: false }) {
  @IsOptional() @IsString() @MaxLength(5000) @Transform(emptyToNull) bio?: string | null;
  @IsOptional() @IsString() @MaxLength(2000) @Transform(emptyToNull) image?: string | null;
}

function emptyToNull({ value }: { readonly value: unknown }): unknown {
  return value === '' ? null : value;
}
