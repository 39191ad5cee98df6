import { ArrayMaxSize, Expose, IsArray, IsInt, IsOptional, Length, Max, Min, Type, ValidateNested } from '@tenon/dto';
import {
  Body,
  type CanActivate,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Module,
  MultipartBody,
  Param,
  Post,
  Query,
  type RequestContext,
  Returns,
  Signal,
  Sse,
  StreamableFile,
  UnauthorizedException,
  type Upload,
  UploadedFile,
  UseGuards,
} from '@tenon/http';

class Tag {
  @Expose() @Length(1, 20) name!: string;
}

class NewNote {
  @Length(1, 2000) text!: string;
  @IsOptional() @IsArray() @ArrayMaxSize(20) @ValidateNested({ each: true }) @Type(() => Tag) tags?: Tag[];
}

class NoteView {
  @Expose() id!: number;
  @Expose() text!: string;
  @Expose() @Type(() => Tag) tags!: Tag[];
}

class Page {
  @IsInt() @Min(1) @Max(50) size: number = 10;
}

class NobodyMay implements CanActivate {
  canActivate({ request }: RequestContext): boolean {
    if (request.headers.authorization === 'Bearer soak') return true;
    throw new UnauthorizedException('Nobody may do this.');
  }
}

/** Keeps the last hundred notes, so that what it holds does not grow. */
@Controller('/notes')
class NoteController {
  readonly #notes: (NoteView & { secret: string })[] = [];
  #last = 0;

  @Post()
  @Returns(NoteView)
  write(@Body() { text, tags }: NewNote) {
    const note = { id: ++this.#last, text, tags: tags ?? [], secret: 'never leaves' };
    this.#notes.push(note);
    if (this.#notes.length > 100) this.#notes.shift();
    return note;
  }

  @Get()
  @Returns([NoteView])
  list(@Query() { size }: Page) {
    return this.#notes.slice(-size);
  }

  @Get('/:id')
  @Returns(NoteView)
  show(@Param('id') id: number) {
    return this.#notes.find((note) => note.id === id);
  }

  @Delete('/:id')
  @UseGuards(NobodyMay)
  remove(@Param('id') id: number): void {
    this.#notes.splice(
      this.#notes.findIndex((note) => note.id === id),
      1,
    );
  }
}

/** What clients leave before it is there. */
@Controller()
class SlowController {
  @Get('/slow')
  slow(@Signal() signal: AbortSignal): Promise<string> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve('at last'), 300);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve('nobody hears');
      });
    });
  }

  @Get('/stream')
  async *stream(): AsyncGenerator<string> {
    for (let part = 0; part < 256; part++) yield 'x'.repeat(4096);
  }

  @Post('/echo')
  @HttpCode(200)
  echo(@Body({ unvalidated: true }) body: unknown, @Headers('x-name', { optional: true }) name?: string) {
    return { body, name };
  }
}

class Caption {
  @Length(1, 100) text!: string;
}

/** What goes through files, and what has no end of its own. */
@Controller()
class MediaController {
  @Post('/photos')
  add(@MultipartBody() { text }: Caption, @UploadedFile('photo', { to: 'disk', maxSize: 1_000_000 }) photo: Upload) {
    return { text, size: photo.size };
  }

  @Get('/file')
  file(): StreamableFile {
    return StreamableFile.fromDisk(import.meta.dirname, 'notes.js', { disposition: 'inline' });
  }

  @Sse('/events', { heartbeatMs: 50 })
  async *events(@Signal() signal: AbortSignal): AsyncGenerator<object> {
    for (let tick = 0; !signal.aborted; tick++) {
      yield { tick };
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

@Module({ controllers: [NoteController, SlowController, MediaController], providers: [NobodyMay] })
export class AppModule {}
