import { EntityManager, type Seeder } from '@tenon/data';
import { Injectable } from '@tenon/http';
import { AccountService } from './accounts/account.service.js';
import { Author } from './authors/author.js';
import { BookService } from './books/book.service.js';

/** Something to look at: `npx tenon db seed`. */
@Injectable()
export class LibrarySeeder implements Seeder {
  constructor(
    private readonly em: EntityManager,
    private readonly accounts: AccountService,
    private readonly books: BookService,
  ) {}

  async run(): Promise<void> {
    if ((await this.em.count(Author)) > 0) return;
    const user = await this.accounts.signUp({ email: 'ada@example.org', password: 'tongue and groove' });
    const author = this.em.create(Author, { name: 'Ursula K. Le Guin' });
    await this.em.persist(author).flush();
    for (const book of BOOKS) await this.books.add(user, { ...book, authorId: author.id });
  }
}

const BOOKS = [
  { title: 'A Wizard of Earthsea', isbn: '9780547773742', publishedIn: 1968 },
  { title: 'The Left Hand of Darkness', isbn: '9780441478125', publishedIn: 1969 },
];
