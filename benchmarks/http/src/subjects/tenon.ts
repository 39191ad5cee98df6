import 'reflect-metadata';
import {
  Body,
  type CanActivate,
  Controller,
  createApp,
  createContextKey,
  FromContext,
  Get,
  HttpException,
  Injectable,
  type Interceptor,
  Module,
  type Next,
  Param,
  Post,
  Provides,
  Query,
  RequestContext,
  Returns,
  UseGuards,
  UseInterceptors,
} from '@tenon/http';
import { Expose, Type } from 'class-transformer';
import { findUser, type Report, type User } from '../app/accounts.js';
import { OrderStore, type StoredOrder, type StoredSummary } from '../app/orders.js';
import { GREETING, hello, search, type SearchReply } from '../app/search.js';
import { CreateOrder, SearchParams, SearchQuery } from './order-input.js';
import { HOST, portOf, type Subject } from '../../../harness/subject.js';

/* Tenon with all its defaults, but for the lines of the log. */

class AddressView {
  @Expose() street!: string;
  @Expose() city!: string;
  @Expose() zip!: string;
  @Expose() country!: string;
}

class CustomerView {
  @Expose() name!: string;
  @Expose() email!: string;
  @Expose() @Type(() => AddressView) address!: AddressView;
}

class LineView {
  @Expose() sku!: string;
  @Expose() name!: string;
  @Expose() quantity!: number;
  @Expose() price!: number;
}

class OrderView {
  @Expose() id!: number;
  @Expose({ name: 'ref' }) reference!: string;
  @Expose() status!: string;
  @Expose() gift!: boolean;
  @Expose() note?: string | undefined;
  @Expose() placedAt!: Date;
  @Expose() total!: number;
  @Expose() @Type(() => CustomerView) customer!: CustomerView;
  @Expose() @Type(() => LineView) lines!: LineView[];
}

class BuyerView {
  @Expose() name!: string;
  @Expose() city!: string;
}

class SummaryView {
  @Expose() id!: number;
  @Expose() status!: string;
  @Expose() gift!: boolean;
  @Expose() total!: number;
  @Expose() placedAt!: Date;
  @Expose() shipsAt!: Date;
  @Expose() @Type(() => BuyerView) buyer!: BuyerView;
}

const CURRENT_USER = createContextKey<User>('current user');

@Injectable()
@Provides(CURRENT_USER)
class SignedIn implements CanActivate {
  canActivate(context: RequestContext): boolean {
    const user = findUser(context.request.headers.authorization);
    if (user === undefined) throw new HttpException('Sign in first', 401);
    context.set(CURRENT_USER, user);
    return true;
  }
}

@Injectable()
class IsAdmin implements CanActivate {
  canActivate(context: RequestContext): boolean {
    if (context.get(CURRENT_USER)?.role !== 'admin') throw new HttpException('For administrators only', 403);
    return true;
  }
}

@Injectable()
class InEnvelope implements Interceptor {
  intercept(_context: RequestContext, next: Next): unknown {
    const data = next();
    return data instanceof Promise ? data.then((value: unknown) => ({ data: value })) : { data };
  }
}

@Injectable()
class Rates {
  of(currency: string): number {
    return currency === 'EUR' ? 1.25 : 1;
  }
}

@Injectable()
class Accounts {
  constructor(private readonly rates: Rates) {}

  balanceOf(user: string, currency: string): number {
    return user.length * 100 * this.rates.of(currency);
  }
}

@Injectable()
class Reports {
  constructor(private readonly accounts: Accounts) {}

  reportFor(user: string): Report {
    return { user, balance: this.accounts.balanceOf(user, 'EUR'), currency: 'EUR' };
  }
}

@Injectable({ scope: 'request' })
class Visit {
  readonly tenant: string;
  readonly visitor: string;

  constructor({ request }: RequestContext) {
    const { 'x-tenant': tenant, 'x-visitor': visitor } = request.headers;
    this.tenant = typeof tenant === 'string' ? tenant : 'public';
    this.visitor = typeof visitor === 'string' ? visitor : 'nobody';
  }
}

@Injectable({ scope: 'request' })
class Greeter {
  constructor(private readonly visit: Visit) {}

  greet() {
    const { tenant, visitor } = this.visit;
    return { tenant, visitor, greeting: `Hello ${visitor} of ${tenant}` };
  }
}

@Controller()
class CatalogController {
  @Get('/text')
  text(): string {
    return GREETING;
  }

  @Get('/json')
  json() {
    return hello();
  }

  @Get('/search/:category')
  search(@Param() { category }: SearchParams, @Query() { page, size, sort }: SearchQuery): SearchReply {
    return search(category, page, size, sort);
  }
}

@Controller('/orders')
class OrderController {
  constructor(private readonly orders: OrderStore) {}

  @Post()
  @Returns(OrderView)
  create(@Body() input: CreateOrder): StoredOrder {
    return this.orders.place(input);
  }

  @Get()
  @Returns([SummaryView])
  list(): readonly StoredSummary[] {
    return this.orders.list();
  }
}

@Controller('/guarded')
class ReportController {
  constructor(private readonly reports: Reports) {}

  @Get()
  @UseGuards(SignedIn, IsAdmin)
  @UseInterceptors(InEnvelope)
  show(@FromContext(CURRENT_USER) user: User): Report {
    return this.reports.reportFor(user.name);
  }
}

@Controller({ path: '/scoped', scope: 'request' })
class GreetingController {
  constructor(private readonly greeter: Greeter) {}

  @Get()
  greet() {
    return this.greeter.greet();
  }
}

@Module({
  controllers: [CatalogController, OrderController, ReportController, GreetingController],
  providers: [
    { provide: OrderStore, useFactory: () => new OrderStore() },
    SignedIn,
    IsAdmin,
    InEnvelope,
    Rates,
    Accounts,
    Reports,
    Visit,
    Greeter,
  ],
})
class AppModule {}

export const subject: Subject = {
  async listen() {
    const app = await createApp(AppModule, { logger: false });
    await app.listen({ host: HOST, port: 0 });
    return portOf(app.fastify.server.address());
  },
};
