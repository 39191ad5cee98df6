import { Module } from '@tenon/http';
import { AuthorsModule } from './authors/authors.module.js';
import { BooksModule } from './books/books.module.js';

@Module({ imports: [AuthorsModule, BooksModule] })
export class AppModule {}
