import { EntityManager, EntityRepository, InjectRepository } from '@tenon/data';
import { Injectable, Logger, NotFoundException } from '@tenon/http';
import { User } from '../accounts/user.js';
import { Author } from '../authors/author.js';
import { LibraryConfig } from '../library.config.js';
import { Book, type BookQuery, type ChangeBook, type CreateBook } from './book.js';

/** The rules of the library. */
@Injectable()
export class BookService {
  constructor(
    @InjectRepository(Book) private readonly books: EntityRepository<Book>,
    private readonly em: EntityManager,
    private readonly config: LibraryConfig,
    private readonly logger: Logger,
  ) {}

  list({ authorId, page }: BookQuery): Promise<Book[]> {
    const { pageSize: limit } = this.config;
    return this.books.find(authorId === undefined ? {} : { author: authorId }, {
      orderBy: { id: 'asc' },
      limit,
      offset: (page - 1) * limit,
      populate: ['author'],
    });
  }

  find(id: number): Promise<Book | null> {
    return this.books.findOne(id, { populate: ['author'] });
  }

  async add(user: User, { authorId, ...input }: CreateBook): Promise<Book> {
    const author = await this.em.findOne(Author, authorId);
    if (!author) throw new NotFoundException(`There is no author ${authorId}.`);
    const book = this.books.create({ ...input, author, addedBy: user });
    await this.em.persist(book).flush(); // an ISBN that is taken is answered with 409
    this.logger.info('book added', { id: book.id, isbn: book.isbn });
    return book;
  }

  async change(book: Book, input: ChangeBook): Promise<Book> {
    this.em.assign(book, input);
    await this.em.flush();
    return this.em.populate(book, ['author']);
  }

  async remove(book: Book): Promise<void> {
    await this.em.remove(book).flush();
  }
}
