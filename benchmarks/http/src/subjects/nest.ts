import 'reflect-metadata';
import {
  Body,
  type CallHandler,
  type CanActivate,
  ClassSerializerInterceptor,
  Controller,
  createParamDecorator,
  type ExecutionContext,
  ForbiddenException,
  Get,
  HttpStatus,
  Inject,
  Injectable,
  Module,
  type NestInterceptor,
  Param,
  Post,
  Query,
  Scope,
  UnauthorizedException,
  UseGuards,
  UseInterceptors,
  ValidationPipe,
} from '@nestjs/common';
import { NestFactory, Reflector, REQUEST } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Exclude, Expose } from 'class-transformer';
import type { FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { findUser, type Report, type User } from '../app/accounts.js';
import {
  OrderStore,
  StoredAddress,
  StoredBuyer,
  StoredCustomer,
  StoredLine,
  StoredOrder,
  StoredSummary,
} from '../app/orders.js';
import { GREETING, hello, search, type SearchReply } from '../app/search.js';
import { CreateOrder, SearchParams, SearchQuery } from './order-input.js';
import { HOST, portOf, type Subject } from '../../../harness/subject.js';

/*
 * NestJS on its Fastify adapter, as https://docs.nestjs.com/techniques/validation and …/serialization have it: a global
 * ValidationPipe with `transform` and `whitelist`, and a global ClassSerializerInterceptor over entities that exclude
 * and rename their fields. Guards and the interceptor are on the route.
 */

class Customer extends StoredCustomer {
  @Exclude() declare riskScore: number;
}

class Line extends StoredLine {
  @Exclude() declare cost: number;
}

class Order extends StoredOrder {
  @Expose({ name: 'ref' }) declare reference: string;
  @Exclude() declare margin: number;
}

class Buyer extends StoredBuyer {
  @Exclude() declare email: string;
}

class Summary extends StoredSummary {
  @Exclude() declare margin: number;
}

const CLASSES = { Address: StoredAddress, Customer, Line, Order, Buyer, Summary };

interface SignedInRequest extends FastifyRequest {
  currentUser?: User;
}

@Injectable()
class SignedIn implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request: SignedInRequest = context.switchToHttp().getRequest();
    const user = findUser(request.headers.authorization);
    if (user === undefined) throw new UnauthorizedException('Sign in first');
    request.currentUser = user;
    return true;
  }
}

@Injectable()
class IsAdmin implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request: SignedInRequest = context.switchToHttp().getRequest();
    if (request.currentUser?.role !== 'admin') throw new ForbiddenException('For administrators only');
    return true;
  }
}

const CurrentUser = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<SignedInRequest>().currentUser,
);

@Injectable()
class InEnvelope implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(map((data: unknown) => ({ data })));
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

@Injectable({ scope: Scope.REQUEST })
class Visit {
  readonly tenant: string;
  readonly visitor: string;

  constructor(@Inject(REQUEST) request: FastifyRequest) {
    const { 'x-tenant': tenant, 'x-visitor': visitor } = request.headers;
    this.tenant = (tenant as string | undefined) ?? 'public';
    this.visitor = (visitor as string | undefined) ?? 'nobody';
  }
}

@Injectable({ scope: Scope.REQUEST })
class Greeter {
  constructor(private readonly visit: Visit) {}

  greet() {
    const { tenant, visitor } = this.visit;
    return { tenant, visitor, greeting: `Hello ${visitor} of ${tenant}` };
  }
}

@Controller()
class CatalogController {
  @Get('text')
  text(): string {
    return GREETING;
  }

  @Get('json')
  json() {
    return hello();
  }

  @Get('search/:category')
  search(@Param() { category }: SearchParams, @Query() { page, size, sort }: SearchQuery): SearchReply {
    return search(category, page, size, sort);
  }
}

@Controller('orders')
class OrderController {
  constructor(private readonly orders: OrderStore) {}

  @Post()
  create(@Body() input: CreateOrder): StoredOrder {
    return this.orders.place(input);
  }

  @Get()
  list(): readonly StoredSummary[] {
    return this.orders.list();
  }
}

@Controller('guarded')
class ReportController {
  constructor(private readonly reports: Reports) {}

  @Get()
  @UseGuards(SignedIn, IsAdmin)
  @UseInterceptors(InEnvelope)
  show(@CurrentUser() user: User): Report {
    return this.reports.reportFor(user.name);
  }
}

@Controller('scoped')
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
    { provide: OrderStore, useFactory: () => new OrderStore(CLASSES) },
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
    const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), { logger: false });
    app.useGlobalPipes(
      new ValidationPipe({ transform: true, whitelist: true, errorHttpStatusCode: HttpStatus.UNPROCESSABLE_ENTITY }),
    );
    app.useGlobalInterceptors(new ClassSerializerInterceptor(app.get(Reflector)));
    await app.listen(0, HOST);
    return portOf(app.getHttpServer().address());
  },
};
