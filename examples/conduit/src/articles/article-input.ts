import { ArrayMaxSize, IsArray, IsInt, IsOptional, IsString, Max, MaxLength, Min, PartialType } from '@tenon/dto';
import { MayBeAbsent, NotBlank, NotDots } from '../input.js';

export class NewArticle {
  @NotBlank() @MaxLength(200) title!: string;
  @NotBlank() @MaxLength(1000) description!: string;
  @NotBlank() @MaxLength(100_000) body!: string;
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(20)
  @NotBlank({ each: true })
  @NotDots({ each: true })
  @MaxLength(50, { each: true })
  tagList?: string[];
}

/** What stays away stays as it is; no tags at all is an empty list. */
export class ArticleChanges extends PartialType(NewArticle, { skipNullProperties: false }) {}

/** Which part of a list is wanted. */
export class PageQuery {
  /** Nobody gets more than `MOST` at once, whatever they ask for. */
  @IsInt() @Min(1) @Max(Number.MAX_SAFE_INTEGER) limit: number = 20;
  @IsInt() @Min(0) @Max(Number.MAX_SAFE_INTEGER) offset: number = 0;
}

/** Which articles are wanted. */
export class ArticleQuery extends PageQuery {
  @IsOptional() @IsString() tag?: string;
  /** The name of who wrote it. */
  @IsOptional() @IsString() author?: string;
  /** The name of somebody who likes it. */
  @IsOptional() @IsString() favorited?: string;
}
