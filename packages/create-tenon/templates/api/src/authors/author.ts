import { Entity, PrimaryKey, Property } from '@tenon/data';
import { Expose, Length } from '@tenon/dto';

/** What is kept. */
@Entity()
export class Author {
  @PrimaryKey() id!: number;
  @Property() name!: string;
}

/** What comes in. */
export class CreateAuthor {
  @Length(1, 100) name!: string;
}

/** What goes out. */
export class AuthorView {
  @Expose() id!: number;
  @Expose() name!: string;
}
