import { Policy } from '@tenon/auth';
import { User } from '../accounts/user.js';
import { permittedBy } from '../auth.js';
import { Book } from './book.js';

/** Who may do what with a book. */
@Policy(Book)
export class BookPolicy {
  change(user: User, book: Book): boolean {
    return book.addedBy === user;
  }
}

export const Can = permittedBy(BookPolicy);
