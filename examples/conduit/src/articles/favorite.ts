import { Entity, ManyToOne, PrimaryKeyProp } from '@tenon/data';
import { User } from '../users/user.js';
import { Article } from './article.js';

/** That somebody likes an article: once or not at all, which is why both are the key. */
@Entity()
export class Favorite {
  [PrimaryKeyProp]?: ['user', 'article'];
  @ManyToOne(() => User, { primary: true, deleteRule: 'cascade' }) user!: User;
  @ManyToOne(() => Article, { primary: true, deleteRule: 'cascade' }) article!: Article;
}
