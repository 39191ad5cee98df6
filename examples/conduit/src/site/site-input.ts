import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  OmitType,
  Transform,
} from '@tenon/dto';
import { isLocal } from '@tenon/http';
import { NewArticle } from '../articles/article-input.js';
import { KEY_PATTERN } from '../articles/slug.js';
import { NotBlank, NotDots } from '../input.js';
import { NewUser, SignIn } from '../users/user-input.js';

/** Which page of a list is wanted. */
export class PageQuery {
  /** Far behind the last one there is nothing to see, and nothing to fear. */
  @IsInt() @Min(1) @Max(1_000_000_000) page: number = 1;
}

export class HomeQuery extends PageQuery {
  /** Only what those have written whom the reader follows. */
  @IsOptional() @IsIn(['following']) feed?: 'following';
}

/** Where to go on afterwards. It comes from the address, which anybody may have written. */
export class Next {
  @IsOptional() @IsString() @MaxLength(2000) next?: string;
}

/** Gives the page to go on with: one of this site, whatever was said. */
export function nextOf({ next }: Next, otherwise: string): string {
  return next !== undefined && isLocal(next) ? next : otherwise;
}

export class SignInForm extends SignIn {
  @IsOptional() @IsString() @MaxLength(2000) next?: string;
}

/** A text field has one line for all tags. */
export class ArticleForm extends OmitType(NewArticle, ['tagList']) {
  @Transform(({ value }) => [value].flat().flatMap(tagsIn))
  @IsArray()
  @ArrayMaxSize(20, { message: 'there can be no more than 20' })
  @NotDots({ each: true })
  @MaxLength(50, { each: true, message: 'none of them may be longer than 50 characters' })
  tags: string[] = [];
}

export class NewArticleForm extends ArticleForm {
  /** The same for a form that is sent twice. */
  @Matches(KEY_PATTERN) key!: string;
}

/** What is no text is left for the rules to refuse. */
function tagsIn(value: unknown): unknown[] {
  if (typeof value !== 'string') return [value];
  return value
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
}

/** Empty fields are absent. */
export class SettingsForm extends OmitType(NewUser, ['password']) {
  @IsOptional()
  @MaxLength(2000)
  @Matches(/^https?:\/\/./i, { message: 'must begin with https:// or http://' })
  image?: string;

  @IsOptional() @IsString() @MaxLength(5000) bio?: string;
  /** Stays as it is without a new one. */
  @IsOptional() @NotBlank() @Length(8, 256) password?: string;
}
