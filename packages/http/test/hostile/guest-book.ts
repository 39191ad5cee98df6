import 'reflect-metadata';
import {
  Body,
  Controller,
  createApp,
  Delete,
  Get,
  Module,
  NotFoundException,
  Param,
  Post,
  type RequestContext,
  Returns,
  UnauthorizedException,
  UseGuards,
} from '@tenon/http';
import { Expose, Length } from '@tenon/dto';
import { longestTask } from './stall-meter.mjs';
import { KEY, type Target } from './target.js';

class NewEntry {
  @Length(1, 40) name!: string;
  @Length(1, 200) text!: string;
}

class EntryView {
  @Expose() number!: number;
  @Expose() name!: string;
  @Expose() text!: string;
}

function hostOnly({ request }: RequestContext): boolean {
  if (request.headers.authorization === `Bearer ${KEY}`) return true;
  throw new UnauthorizedException('Only the host may do this.');
}

/** Starts an application of one controller, of which nothing is said but where its log goes. */
export async function startGuestBook(): Promise<Target> {
  const entries = new Map<number, EntryView>();
  let last = 0;

  @Controller('/guest-book')
  class GuestBook {
    @Get()
    @Returns([EntryView])
    list() {
      return [...entries.values()];
    }

    @Get('/:number')
    @Returns(EntryView)
    show(@Param('number') number: number) {
      return entries.get(number);
    }

    @Post()
    @Returns(EntryView)
    write(@Body() { name, text }: NewEntry) {
      const number = ++last;
      entries.set(number, { number, name, text });
      return entries.get(number);
    }

    @Delete('/:number')
    @UseGuards(hostOnly)
    remove(@Param('number') number: number): void {
      if (!entries.delete(number)) throw new NotFoundException(`There is no entry ${number}.`);
    }
  }

  @Module({ controllers: [GuestBook] })
  class GuestBookModule {}

  const app = await createApp(GuestBookModule, { logger: { destination: { write: () => {} } } });
  const url = await app.listen({ host: '127.0.0.1', port: 0, signals: false });
  return {
    port: Number(new URL(url).port),
    pid: process.pid,
    longestAllowed: 200,
    longestTask: () => Promise.resolve(longestTask()),
    close: () => app.close(),
  };
}
