import { IsInt, Max, Min } from 'class-validator';

/**
 * Which page of a list is asked for: `?page=2&size=50`.
 *
 * Extend it for filters. Whoever declares `size` anew, for another limit, states all of its rules anew.
 *
 * @example
 * class ArticleQuery extends PageQuery {
 *   @IsOptional() @IsString() tag?: string;
 *   @IsInt() @Min(1) @Max(500) override size = 50;
 * }
 */
export class PageQuery {
  /** Counted from 1. A page behind the last one is empty. Default: 1. */
  // So that no offset is more than a database can count.
  @IsInt() @Min(1) @Max(1_000_000_000) page = 1;
  /** How many items a page has, at most. Default: 20; up to 100. */
  @IsInt() @Min(1) @Max(100) size = 20;
}
