import { Entity, ManyToOne, PageQuery, PrimaryKey, Property } from '@tenon/data';
import { IsInt, Length, Matches, Max, MaxLength, Min } from '@tenon/dto';
import { User } from '../accounts/user.js';

/** What is kept. */
@Entity()
export class Recipe {
  @PrimaryKey() id!: number;
  @Property() title!: string;
  @Property({ type: 'integer' }) minutes!: number;
  @Property({ type: 'integer' }) serves!: number;
  /** One on each line. */
  @Property({ type: 'text' }) ingredients!: string;
  @Property({ type: 'text' }) method!: string;
  @ManyToOne(() => User) author!: User;
}

/** The fields of the form. The same rules stand in the page, so that a browser tells of most mistakes before it sends it. */
export class RecipeInput {
  @MaxLength(100) @Matches(/\S/, { message: 'What is it called?' }) title!: string;
  @IsInt() @Min(1) @Max(1440) minutes!: number;
  @IsInt() @Min(1) @Max(100) serves!: number;
  @Length(1, 5000) ingredients!: string;
  @Length(1, 10_000) method!: string;
}

/** `/?page=2` */
export class RecipeQuery extends PageQuery {
  @IsInt() @Min(1) @Max(100) override size = 9;
}
