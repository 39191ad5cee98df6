import { Module } from '@tenon/http';
import { AccountsModule } from '../accounts/accounts.module.js';
import { BookController } from './book.controller.js';
import { BookService } from './book.service.js';

@Module({
  imports: [AccountsModule],
  controllers: [BookController],
  providers: [BookService],
  exports: [BookService],
})
export class BooksModule {}
