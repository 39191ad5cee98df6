import { Article, Tag } from './articles/article.js';
import { Favorite } from './articles/favorite.js';
import { Comment } from './comments/comment.js';
import { Follow } from './profiles/follow.js';
import { User } from './users/user.js';

/** All that the database keeps. */
export const ENTITIES = [User, Follow, Article, Tag, Favorite, Comment];
