import { ConflictException, Injectable, Logger, NotFoundException } from '@tenon/http';
import { AuthorRepository } from '../authors/author.repository.js';
import type { Book, CreateBook } from './book.js';
import { BookRepository } from './book.repository.js';

/** The rules of the library. */
@Injectable()
export class BookService {
  constructor(
    private readonly books: BookRepository,
    private readonly authors: AuthorRepository,
    private readonly logger: Logger,
  ) {}

  async add({ authorId, ...input }: CreateBook): Promise<Book> {
    const author = await this.authors.find(authorId);
    if (!author) throw new NotFoundException(`There is no author ${authorId}.`);
    const book = await this.books.add({ ...input, author });
    if (!book) throw new ConflictException(`There is a book with the ISBN ${input.isbn} already.`);
    this.logger.info('book added', { id: book.id, isbn: book.isbn });
    return book;
  }

  async remove(id: number): Promise<void> {
    if (!(await this.books.remove(id))) throw new NotFoundException(`There is no book ${id}.`);
  }
}
