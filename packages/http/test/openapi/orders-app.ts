import {
  ArrayMinSize,
  Expose,
  IsEmail,
  IsEnum,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  Type,
  ValidateNested,
} from '@tenon/dto';
import {
  Body,
  type CanActivate,
  Controller,
  Delete,
  Describe,
  Get,
  Header,
  Headers,
  HttpCode,
  Injectable,
  LastEventId,
  Module,
  MultipartBody,
  Param,
  Patch,
  Post,
  Put,
  Query,
  RawBody,
  Redirect,
  Returns,
  RouteConfig,
  Security,
  Sse,
  StreamableFile,
  type Upload,
  UploadedFile,
  UploadedFiles,
  UseGuards,
} from '@tenon/http';
import { z } from 'zod';

enum State {
  open = 'open',
  paid = 'paid',
}

class OrderLine {
  @Expose() @IsString() sku!: string;
  @Expose() @IsInt() @Min(1) quantity!: number;
}

export class CreateOrder {
  @Describe({ description: 'Where the receipt goes.', examples: ['ada@example.org'] }) @IsEmail() email!: string;
  @ValidateNested({ each: true }) @Type(() => OrderLine) @ArrayMinSize(1) lines!: OrderLine[];
  @IsOptional() @Length(0, 500) note?: string;
}

export class OrderView {
  @Expose() id!: number;
  @Expose({ name: 'placed_at' }) placedAt!: Date;
  @Expose() @IsEnum(State) state!: State;
  @Expose() @Type(() => OrderLine) lines!: OrderLine[];
}

class Page {
  @IsInt() @Min(1) @Max(100) size: number = 20;
  @IsOptional() @IsString() after?: string;
}

class Login {
  @IsString() name!: string;
  @IsString() password!: string;
}

@Injectable()
@Security('token', { type: 'http', scheme: 'bearer' })
class SignedIn implements CanActivate {
  canActivate(): boolean {
    return false;
  }
}

@Controller('/orders')
@Describe({ tagDescription: 'What has been ordered.' })
export class OrderController {
  @Get()
  @Returns([OrderView])
  list(@Query() _page: Page): OrderView[] {
    return [];
  }

  @Get('/:id')
  @Returns(OrderView)
  show(@Param('id') _id: number, @Headers('x-trace', { optional: true }) _trace?: string): OrderView | undefined {
    return undefined;
  }

  @Post()
  @UseGuards(SignedIn)
  @Returns(OrderView)
  @Describe({ summary: 'Places an order', description: 'Charges the card.', errors: [409] })
  create(@Body() _input: CreateOrder): OrderView | undefined {
    return undefined;
  }

  @Put('/:orderId')
  @Describe({ deprecated: true, id: 'replaceOrder' })
  replace(@Param('orderId') _id: number, @Body() _input: CreateOrder): void {}

  @Patch('/many')
  many(@Body([OrderLine]) _lines: OrderLine[]): void {}

  @Delete('/:id(^\\d+$)/lines/:line')
  @HttpCode(204)
  @RouteConfig({ rateLimit: { max: 1 } })
  remove(@Param('id') _id: string, @Param('line') _line: number): void {}
}

@Controller()
export class OtherController {
  @Get('/old')
  @Redirect('/orders', 301)
  old(): void {}

  @Post('/login')
  login(@Body() _login: Login): void {}

  @Post('/hook')
  hook(@RawBody() _body: Buffer): void {}

  @Post('/text')
  text(@Body() text: string): string {
    return text;
  }

  @Post('/schema')
  schema(@Body(z.object({ name: z.string() })) input: { name: string }): unknown {
    return input;
  }

  @Get('/pages/:page?')
  page(@Param('page', { optional: true }) _page?: number): void {}

  @Get('/files/*')
  file(@Param('*') path: string): string {
    return path;
  }

  @Post('/photos')
  photo(
    @MultipartBody() _login: Login,
    @UploadedFile('photo', { types: ['image/png'], maxSize: 1_000_000 }) _photo: Upload,
    @UploadedFiles('more', { optional: true }) _more?: Upload[],
  ): void {}

  @Get('/receipt')
  @Header('content-type', 'application/pdf')
  receipt(): StreamableFile {
    return new StreamableFile('receipt');
  }

  @Sse('/events')
  @Returns([OrderView])
  async *events(@LastEventId() _last?: string): AsyncGenerator<OrderView> {}

  @Get('/hidden')
  @Describe({ isHidden: true })
  hidden(): void {}
}

@Module({ controllers: [OrderController, OtherController], providers: [SignedIn] })
export class OrdersModule {}
