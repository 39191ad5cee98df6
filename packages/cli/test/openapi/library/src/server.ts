import 'reflect-metadata';
import { IsISBN, IsString } from '@tenon/dto';
import { Body, Controller, createApp, Get, Injectable, Module, Post, Version } from '@tenon/http';

class NewBook {
  @IsISBN() isbn!: string;
  @IsString() title!: string;
}

/** What is only described is not made. */
@Injectable()
class Shelf {
  readonly titles: string = '';

  constructor() {
    throw new Error('There is no database here.');
  }
}

@Controller('/books')
class BookController {
  constructor(private readonly shelf: Shelf) {}

  @Get()
  @Version('1')
  titles(): string {
    return this.shelf.titles;
  }

  @Get()
  @Version('2')
  list(): string[] {
    return [this.shelf.titles];
  }

  @Post()
  add(@Body() _book: NewBook): void {}
}

@Module({ controllers: [BookController], providers: [Shelf] })
class AppModule {}

const app = await createApp(AppModule, { versioning: { type: 'header', header: 'x-version' } });
await app.listen();
