import { Entity, ManyToOne, type Opt, PrimaryKey, Property, Unique } from '@tenon/data';
import { Expose, IsInt, IsOptional, Length, Matches, Max, Min, OmitType, PartialType, Type } from '@tenon/dto';
import { User } from '../accounts/user.js';
import { Author, AuthorView } from '../authors/author.js';

/** What is kept. */
@Entity()
export class Book {
  @PrimaryKey() id!: number;
  @Property() title!: string;
  @Property() @Unique() isbn!: string;
  @Property({ type: 'integer', nullable: true }) publishedIn: Opt<number> | null = null;
  @ManyToOne(() => Author) author!: Author;
  @ManyToOne(() => User) addedBy!: User;
}

/** What comes in. */
export class CreateBook {
  @IsInt() authorId!: number;
  @Length(1, 200) title!: string;
  @Matches(/^97[89]\d{10}$/, { message: 'isbn must be an ISBN of 13 digits' }) isbn!: string;
  @IsOptional() @IsInt() @Min(1450) @Max(2100) publishedIn?: number;
}

/** Only what is to change; what must not be null is not null here either. */
export class ChangeBook extends PartialType(OmitType(CreateBook, ['authorId']), { skipNullProperties: false }) {}

/** What goes out. */
export class BookView {
  @Expose() id!: number;
  @Expose() title!: string;
  @Expose() isbn!: string;
  @Expose() publishedIn!: number | null;
  @Expose() @Type(() => AuthorView) author!: AuthorView;
}

/** `GET /books?authorId=1&page=2` */
export class BookQuery {
  @IsOptional() @IsInt() authorId?: number;
  @IsInt() @Min(1) page = 1;
}
