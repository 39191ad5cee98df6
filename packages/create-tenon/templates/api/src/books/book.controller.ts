import { Body, Controller, Delete, Describe, Get, Param, Post, Query, Returns } from '@tenon/http';
import { BookQuery, BookView, CreateBook } from './book.js';
import { BookRepository } from './book.repository.js';
import { BookService } from './book.service.js';

@Controller('/books')
export class BookController {
  constructor(
    private readonly books: BookRepository,
    private readonly library: BookService,
  ) {}

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
  @Returns(BookView)
  @Describe({ errors: [404, 409] })
  create(@Body() input: CreateBook) {
    return this.library.add(input);
  }

  @Delete('/:id')
  @Describe({ errors: [404] })
  remove(@Param('id') id: number): Promise<void> {
    return this.library.remove(id);
  }
}
