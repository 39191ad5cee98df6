import { Body, Controller, Get, Param, Post, Returns } from '@tenon/http';
import { AuthorView, CreateAuthor } from './author.js';
import { AuthorRepository } from './author.repository.js';

@Controller('/authors')
export class AuthorController {
  constructor(private readonly authors: AuthorRepository) {}

  @Get()
  @Returns([AuthorView])
  list() {
    return this.authors.list();
  }

  @Get('/:id')
  @Returns(AuthorView) // undefined is answered with 404
  show(@Param('id') id: number) {
    return this.authors.find(id);
  }

  @Post()
  @Returns(AuthorView)
  create(@Body() input: CreateAuthor) {
    return this.authors.add(input);
  }
}
