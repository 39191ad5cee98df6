import { Policy } from '@tenon/auth';
import { User } from '../users/user.js';
import { Comment } from './comment.js';

@Policy(Comment)
export class CommentPolicy {
  remove(user: User, comment: Comment): boolean {
    return comment.author === user;
  }
}
