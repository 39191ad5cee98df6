import { Expose, IsArray, IsEmail, IsInt, IsOptional, IsString, Length, Max, Min } from '@tenon/dto';
import {
  Body,
  type CanActivate,
  Controller,
  Cookies,
  Delete,
  Get,
  Header,
  Headers,
  HttpCode,
  Injectable,
  LastEventId,
  Module,
  MultipartBody,
  Param,
  Post,
  Put,
  Query,
  RawBody,
  Redirect,
  type RequestContext,
  Returns,
  Security,
  ServerSentEvent,
  Sse,
  StreamableFile,
  UnauthorizedException,
  type Upload,
  UploadedFile,
  UploadedFiles,
  UseGuards,
} from '@tenon/http';

class NewOrder {
  @IsEmail() email!: string;
  @IsInt() @Min(1) quantity: number = 1;
  @IsOptional() @Length(1, 500) note?: string;
}

class OrderView {
  @Expose() id!: number;
  @Expose() email!: string;
  @Expose() quantity!: number;
  @Expose() placedAt!: Date;
}

class Page {
  @IsInt() @Max(50) size: number = 20;
  @IsOptional() @IsArray() @IsString({ each: true }) state?: string[];
}

/** Its name is one that a client has already. */
class Client {
  @Expose() name!: string;
}

class Label {
  @IsString() title!: string;
  @IsInt() copies!: number;
  @IsArray() @IsString({ each: true }) tags!: string[];
}

@Injectable()
@Security('token', { type: 'http', scheme: 'bearer' })
class SignedIn implements CanActivate {
  canActivate({ request }: RequestContext): boolean {
    if (request.headers.authorization !== 'Bearer of ada') throw new UnauthorizedException('Who are you?');
    return true;
  }
}

const ORDER = { id: 1, email: 'ada@example.org', quantity: 2, placedAt: new Date('2026-01-02T03:04:05.000Z') };

@Controller('/orders')
class OrderController {
  @Get()
  @Returns([OrderView])
  list(@Query() { size, state = [] }: Page): OrderView[] {
    return state.map((email) => ({ ...ORDER, email, quantity: size }));
  }

  @Get('/:id')
  @Returns(OrderView)
  show(@Param('id') id: number, @Headers('x-as', { optional: true }) as?: string): OrderView | undefined {
    return id === 1 ? { ...ORDER, email: as ?? ORDER.email } : undefined;
  }

  @Post()
  @UseGuards(SignedIn)
  @Returns(OrderView)
  place(@Body() { email, quantity }: NewOrder): OrderView {
    return { ...ORDER, email, quantity };
  }

  @Delete('/:id')
  @HttpCode(204)
  cancel(@Param('id') _id: number): void {}

  /** Tells two at a time, and nothing more once the fourth has been seen. */
  @Sse('/events')
  @Returns([OrderView])
  events(
    @LastEventId() last = '0',
    @Query('most') most: number = 4,
  ): AsyncIterable<ServerSentEvent<OrderView>> | undefined {
    const seen = Number(last);
    if (seen >= most) return undefined;
    return (async function* () {
      for (const id of [seen + 1, seen + 2]) {
        yield new ServerSentEvent({ id, event: 'placed', retry: 5, data: { ...ORDER, id } });
      }
    })();
  }

  @Sse('/words')
  async *words(): AsyncGenerator<string> {
    yield 'two\nlines';
  }
}

@Controller()
class OtherController {
  @Get('/me')
  @Returns(Client)
  me(@Cookies('name') name: string): Client {
    return { name };
  }

  @Post('/labels')
  label(
    @MultipartBody() { title, copies, tags }: Label,
    @UploadedFile('picture', { types: ['text/plain'] }) picture: Upload,
    @UploadedFiles('more', { optional: true }) more: Upload[] = [],
  ): string {
    return [title, copies + 1, tags.join('+'), picture.fileName, more.length].join(', ');
  }

  @Put('/motto')
  motto(@Body() text: string): string {
    return text.toUpperCase();
  }

  @Post('/bytes')
  bytes(@RawBody() body: Buffer): number {
    return body.length;
  }

  @Get('/receipt')
  @Header('content-type', 'application/pdf')
  receipt(): StreamableFile {
    return new StreamableFile(Buffer.from('%PDF'));
  }

  @Get('/old')
  @Redirect('/receipt', 302)
  old(): void {}

  @Get('/page')
  @HttpCode(502)
  @Header('content-type', 'text/html')
  page(): string {
    return '<h1>Bad gateway</h1>';
  }
}

@Module({ controllers: [OrderController, OtherController], providers: [SignedIn] })
export class AppModule {}
