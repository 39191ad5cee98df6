import { Expose, IsInt, IsOptional, Length, Matches, Max, Min, Type } from '@tenon/dto';
import { type Author, AuthorView } from '../authors/author.js';

/** What is kept. */
export interface Book {
  readonly id: number;
  readonly title: string;
  readonly isbn: string;
  readonly publishedIn?: number;
  readonly author: Author;
}

/** What comes in. */
export class CreateBook {
  @IsInt() authorId!: number;
  @Length(1, 200) title!: string;
  @Matches(/^97[89]\d{10}$/, { message: 'isbn must be an ISBN of 13 digits' }) isbn!: string;
  @IsOptional() @IsInt() @Min(1450) @Max(2100) publishedIn?: number;
}

/** What goes out. */
export class BookView {
  @Expose() id!: number;
  @Expose() title!: string;
  @Expose() isbn!: string;
  @Expose() publishedIn?: number;
  @Expose() @Type(() => AuthorView) author!: AuthorView;
}

/** `GET /books?authorId=1&page=2` */
export class BookQuery {
  @IsOptional() @IsInt() authorId?: number;
  @IsInt() @Min(1) page = 1;
}
