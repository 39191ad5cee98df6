/** A small application, as the tests of this package want it. */
import { Expose, IsEmail, IsInt, Min } from '@tenon/dto';
import {
  Body,
  type CanActivate,
  Controller,
  createContextKey,
  createToken,
  FromContext,
  Get,
  Inject,
  Injectable,
  InjectRef,
  Module,
  NotFoundException,
  Param,
  Post,
  provide,
  Provides,
  Query,
  type Ref,
  type RequestContext,
  Returns,
  UnauthorizedException,
  UseGuards,
} from '@tenon/http';

export interface User {
  readonly name: string;
}

export const CURRENT_USER = createContextKey<User>('current user');
export const CLOCK = createToken<{ now(): Date }>('clock');

@Provides(CURRENT_USER)
@Injectable()
export class SignedIn implements CanActivate {
  canActivate(context: RequestContext): boolean {
    const name = context.request.headers['x-user'];
    if (typeof name !== 'string') throw new UnauthorizedException('Sign in first.');
    context.set(CURRENT_USER, { name });
    return true;
  }
}

/** What was put into the basket of one request. */
@Injectable({ scope: 'request' })
export class Basket implements Disposable {
  static readonly ended: string[] = [];
  readonly things: string[] = [];

  [Symbol.dispose](): void {
    Basket.ended.push(...this.things);
  }
}

@Injectable()
export class Till {
  constructor(@InjectRef(Basket) readonly basket: Ref<Basket>) {}

  ring(thing: string): number {
    return this.basket.get().things.push(thing);
  }
}

export class CreateOrder {
  @IsEmail() email!: string;
  @IsInt() @Min(1) quantity!: number;
}

export class OrderView {
  @Expose() id!: number;
  @Expose() email!: string;
}

@Controller('/orders')
export class OrderController {
  constructor(
    private readonly till: Till,
    @Inject(CLOCK) private readonly clock: { now(): Date },
  ) {}

  @Get('/:id')
  @Returns(OrderView)
  show(@Param('id') id: number): OrderView {
    if (id > 99) throw new NotFoundException(`There is no order ${id}.`);
    return { id, email: 'ada@example.org' };
  }

  @Get()
  list(@Query('tag', [String]) tags: string[] = []): unknown {
    return { tags, at: this.clock.now().toISOString() };
  }

  @Post()
  @UseGuards(SignedIn)
  create(@Body() input: CreateOrder, @FromContext(CURRENT_USER) user: User): unknown {
    this.till.ring(input.email);
    return { quantity: input.quantity, by: user.name };
  }

  @Get('/broken/now')
  broken(): never {
    throw new Error('The till is on fire.');
  }

  @Post('/echo')
  echo(@Body({ unvalidated: true }) body: unknown): unknown {
    return { body };
  }
}

@Module({
  controllers: [OrderController],
  providers: [Till, Basket, SignedIn, provide(CLOCK, { useValue: { now: () => new Date() } })],
})
export class ShopModule {}
