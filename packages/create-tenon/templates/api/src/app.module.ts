import { AuthModule } from '@tenon/auth';
import { DataModule } from '@tenon/data';
import { Module } from '@tenon/http';
import { AccountsModule } from './accounts/accounts.module.js';
import { User } from './accounts/user.js';
import { Author } from './authors/author.js';
import { AuthorsModule } from './authors/authors.module.js';
import { Book } from './books/book.js';
import { BooksModule } from './books/books.module.js';
import { LibrarySeeder } from './library.seeder.js';

@Module({
  imports: [
    AuthModule,
    DataModule.with({
      entities: [User, Author, Book],
      migrations: new URL('migrations/', import.meta.url),
      seeders: [LibrarySeeder],
    }),
    AccountsModule,
    AuthorsModule,
    BooksModule,
  ],
})
export class AppModule {}
