import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

/**
 * Which part of a list is asked for: that behind an item, or that before it. `?after=…&size=50`
 *
 * The texts are those of a `CursorPage`; they are good for the same list in the same order. Extend it for filters.
 */
export class CursorQuery {
  /** `next` of the page before. */
  @IsOptional() @IsString() @MaxLength(2000) after?: string;
  /** `previous` of the page behind. Only one of both. */
  @IsOptional() @IsString() @MaxLength(2000) before?: string;
  /** How many items a page has, at most. Default: 20; up to 100. */
  @IsInt() @Min(1) @Max(100) size = 20;
}
