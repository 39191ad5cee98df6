import { Entity, ManyToOne, type Opt, PrimaryKey, Property } from '@tenon/data';
import { Article } from '../articles/article.js';
import { User } from '../users/user.js';

@Entity()
export class Comment {
  @PrimaryKey() id!: number;
  @Property({ type: 'text' }) body!: string;
  @ManyToOne(() => Article, { deleteRule: 'cascade' }) article!: Article;
  @ManyToOne(() => User, { deleteRule: 'cascade' }) author!: User;
  @Property({ type: 'datetime', length: 3 }) createdAt: Opt<Date> = new Date();
  @Property({ type: 'datetime', length: 3 }) updatedAt: Opt<Date> = new Date();
}
