import { Body, Controller, Delete, Get, Ip, NotFoundException, Param, Post, Returns, UseGuards } from '@tenon/http';
import { EntryView, NewEntry } from './entry.js';
import { GuestBook } from './guest-book.js';
import { HostOnly } from './host-only.js';

@Controller('/guest-book')
export class GuestBookController {
  constructor(private readonly book: GuestBook) {}

  @Get()
  @Returns([EntryView])
  list() {
    return this.book.entries();
  }

  @Get('/:number')
  @Returns(EntryView) // undefined is answered with 404
  show(@Param('number') number: number) {
    return this.book.find(number);
  }

  @Post()
  @Returns(EntryView)
  write(@Body() entry: NewEntry, @Ip() address: string) {
    return this.book.write(entry, address);
  }

  @Delete('/:number')
  @UseGuards(HostOnly)
  remove(@Param('number') number: number): void {
    if (!this.book.remove(number)) throw new NotFoundException(`There is no entry ${number}.`);
  }
}
