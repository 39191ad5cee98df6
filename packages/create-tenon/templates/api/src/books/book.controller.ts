import { Subject } from '@tenon/auth';
import { Body, Controller, Delete, Describe, Get, Param, Patch, Post, Query, Returns, UseGuards } from '@tenon/http';
import { User } from '../accounts/user.js';
import { CurrentUser, SignedIn } from '../auth.js';
import { Book, BookQuery, BookView, ChangeBook, CreateBook } from './book.js';
import { Can } from './book.policy.js';
import { BookService } from './book.service.js';

@Controller('/books')
export class BookController {
  constructor(private readonly books: BookService) {}

  @Get()
  @Returns([BookView])
  list(@Query() query: BookQuery) {
    return this.books.list(query);
  }

  @Get('/:id')
  @Returns(BookView)
  show(@Param('id') id: number) {
    return this.books.find(id);
  }

  @Post()
  @UseGuards(SignedIn)
  @Returns(BookView)
  @Describe({ errors: [404, 409] })
  create(@CurrentUser() user: User, @Body() input: CreateBook) {
    return this.books.add(user, input);
  }

  @Patch('/:id')
  @UseGuards(SignedIn)
  @Can('change', Book)
  @Returns(BookView)
  @Describe({ errors: [409] })
  change(@Subject(Book) book: Book, @Body() input: ChangeBook) {
    return this.books.change(book, input);
  }

  @Delete('/:id')
  @UseGuards(SignedIn)
  @Can('change', Book)
  async remove(@Subject(Book) book: Book): Promise<void> {
    await this.books.remove(book);
  }
}
