import { Expose, Length } from '@tenon/dto';

/** What is kept. */
export interface Author {
  readonly id: number;
  readonly name: string;
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
