import { Injectable } from '@tenon/http';
import type { Author, CreateAuthor } from './author.js';

/** Keeps authors in memory. It is asynchronous, so that a database can take its place and nobody else need know. */
@Injectable()
export class AuthorRepository {
  readonly #authors = new Map<number, Author>();

  async list(): Promise<Author[]> {
    return [...this.#authors.values()];
  }

  async find(id: number): Promise<Author | undefined> {
    return this.#authors.get(id);
  }

  async add({ name }: CreateAuthor): Promise<Author> {
    const author = { id: this.#authors.size + 1, name };
    this.#authors.set(author.id, author);
    return author;
  }
}
