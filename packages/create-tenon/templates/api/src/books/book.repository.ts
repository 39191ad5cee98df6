import { Injectable } from '@tenon/http';
import { LibraryConfig } from '../library.config.js';
import type { Book, BookQuery } from './book.js';

/** Keeps books in memory, as `AuthorRepository` keeps authors. */
@Injectable()
export class BookRepository {
  readonly #books = new Map<number, Book>();
  #lastId = 0;

  constructor(private readonly config: LibraryConfig) {}

  async list({ authorId, page }: BookQuery): Promise<Book[]> {
    const { pageSize } = this.config;
    return [...this.#books.values()]
      .filter(({ author }) => authorId === undefined || author.id === authorId)
      .slice((page - 1) * pageSize, page * pageSize);
  }

  async find(id: number): Promise<Book | undefined> {
    return this.#books.get(id);
  }

  /** @returns the book, or nothing if there is one with its ISBN */
  async add(input: Omit<Book, 'id'>): Promise<Book | undefined> {
    if ([...this.#books.values()].some(({ isbn }) => isbn === input.isbn)) return undefined;
    const book = { id: ++this.#lastId, ...input };
    this.#books.set(book.id, book);
    return book;
  }

  /** @returns whether there was such a book */
  async remove(id: number): Promise<boolean> {
    return this.#books.delete(id);
  }
}
