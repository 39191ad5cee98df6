import {
  Collection,
  Entity,
  ManyToMany,
  ManyToOne,
  type Opt,
  PrimaryKey,
  PrimaryKeyProp,
  Property,
  Unique,
} from '@tenon/data';
import { User } from '../users/user.js';

/** A word by which articles are found. */
@Entity()
export class Tag {
  [PrimaryKeyProp]?: 'name';
  @PrimaryKey() name!: string;
  @ManyToMany(() => Article, (article) => article.tags) articles = new Collection<Article>(this);
}

@Entity()
export class Article {
  @PrimaryKey() id!: number;
  @Property() @Unique() slug!: string;
  @Property() title!: string;
  @Property({ type: 'text' }) description!: string;
  /** Lists do without, and do not load it. */
  @Property({ type: 'text', lazy: true }) body!: string;
  @ManyToOne(() => User, { deleteRule: 'cascade' }) author!: User;
  @ManyToMany(() => Tag, (tag) => tag.articles, { owner: true }) tags = new Collection<Tag>(this);
  @Property({ type: 'datetime', length: 3 }) createdAt: Opt<Date> = new Date();
  @Property({ type: 'datetime', length: 3 }) updatedAt: Opt<Date> = new Date();
  /** Two who write at once: the second is told by 409, and takes nothing back that the first has written. */
  @Property({ type: 'integer', version: true }) version!: Opt<number>;
}
