import { Module } from '@tenon/http';
import { AuthorsModule } from '../authors/authors.module.js';
import { BookController } from './book.controller.js';
import { BookRepository } from './book.repository.js';
import { BookService } from './book.service.js';

@Module({
  imports: [AuthorsModule],
  controllers: [BookController],
  providers: [BookRepository, BookService],
})
export class BooksModule {}
