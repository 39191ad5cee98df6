import { EntityManager, EntityRepository, InjectRepository } from '@tenon/data';
import { Body, Controller, Get, Param, Post, Returns, UseGuards } from '@tenon/http';
import { SignedIn } from '../auth.js';
import { Author, AuthorView, CreateAuthor } from './author.js';

@Controller('/authors')
export class AuthorController {
  constructor(
    @InjectRepository(Author) private readonly authors: EntityRepository<Author>,
    private readonly em: EntityManager,
  ) {}

  @Get()
  @Returns([AuthorView])
  list() {
    return this.authors.find({}, { orderBy: { name: 'asc' } });
  }

  @Get('/:id')
  @Returns(AuthorView) // null is answered with 404
  show(@Param('id') id: number) {
    return this.authors.findOne(id);
  }

  @Post()
  @UseGuards(SignedIn)
  @Returns(AuthorView)
  async create(@Body() input: CreateAuthor) {
    const author = this.authors.create(input);
    await this.em.persist(author).flush();
    return author;
  }
}
