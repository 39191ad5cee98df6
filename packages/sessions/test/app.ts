import { IsString } from '@tenon/dto';
import {
  Body,
  type Class,
  Context,
  Controller,
  Get,
  HttpCode,
  Injectable,
  InjectAll,
  Module,
  Param,
  Post,
  provide,
  type Provider,
  type RequestContext,
  VIEW_HELPER,
  type ViewHelper,
} from '@tenon/http';
import { createTestApp, type RequestOptions, type TestApp, type TestReply } from '@tenon/testing';
import { createSessionKey, Session, SessionsConfig, SessionsModule, type SessionsOptions } from '@tenon/sessions';

export const SECRET = 'a secret of the tests, of 32 bytes or more';
export const CART = createSessionKey<number[]>('cart');

/** Gives what templates have by its name. */
@Injectable()
export class Helpers {
  constructor(@InjectAll(VIEW_HELPER) private readonly all: readonly ViewHelper[]) {}

  get<T>(name: string, context: RequestContext): T {
    return this.all.find((one) => one.name === name)?.forRequest(context) as T;
  }
}

class Item {
  @IsString() name!: string;
}

@Controller()
export class Shop {
  constructor(private readonly helpers: Helpers) {}

  @Get('/plain') plain() {
    return {};
  }
  @Get('/cart') cart(@Session() session: Session) {
    return { cart: session.get(CART) ?? [], user: session.userId ?? null };
  }
  @Get('/token') token(@Context() context: RequestContext) {
    return { token: this.helpers.get<() => string>('csrfToken', context)() };
  }
  @Get('/flash') flash(@Context() context: RequestContext) {
    return this.helpers.get('flash', context);
  }
  @Post('/cart/:id') @HttpCode(200) add(@Param('id') id: number, @Session() session: Session) {
    session.set(CART, [...(session.get(CART) ?? []), id]);
    return { cart: session.get(CART) };
  }
  @Post('/items') @HttpCode(200) make(@Body({ unknown: 'reject' }) item: Item) {
    return item;
  }
  @Post('/sign-in') @HttpCode(204) signIn(@Body() { name }: Item, @Session() session: Session): void {
    session.signIn(name);
    session.flash('success', `Hello, ${name}.`);
  }
  @Post('/renew') @HttpCode(204) renew(@Session() session: Session): void {
    session.renew();
  }
  @Post('/sign-out') @HttpCode(204) signOut(@Session() session: Session): void {
    session.signOut();
  }
  @Post('/sign-out-everywhere') @HttpCode(204) signOutEverywhere(@Session() session: Session): void {
    session.signOutEverywhere();
  }
}

export interface AppParts {
  readonly options?: SessionsOptions;
  readonly variables?: Partial<SessionsConfig>;
  readonly controllers?: readonly Class[];
  readonly providers?: readonly Provider[];
  readonly imports?: readonly Class[];
}

/** Makes the tests' application, with variables that are not those of the environment. */
export function startApp({ options = {}, variables, controllers = [], providers = [], imports = [] }: AppParts = {}) {
  @Module({
    imports: [SessionsModule.with(options), ...imports],
    providers: [Helpers, ...providers],
    controllers: [Shop, ...controllers],
  })
  class AppModule {}
  const config = Object.assign(new SessionsConfig(), { secret: SECRET }, variables);
  return createTestApp(AppModule, { override: [provide(SessionsConfig, { useValue: config })] });
}

/** A browser, as far as cookies go. */
export class Browser {
  cookie: string | undefined;
  /** How often a reply has set one. */
  cookiesSet = 0;

  constructor(readonly app: TestApp) {}

  async get<T = unknown>(url: string, options: RequestOptions = {}): Promise<TestReply<T>> {
    return this.#note(await this.app.get<T>(url, { ...options, headers: this.#with(options) }));
  }

  /** Sends a form, or what else there is, without any token of its own. */
  async post<T = unknown>(url: string, body?: unknown, options: RequestOptions = {}): Promise<TestReply<T>> {
    return this.#note(await this.app.post<T>(url, { ...options, headers: this.#with(options), body }));
  }

  /** Sends a form with a token of its session, as a page has it. */
  async submit<T = unknown>(url: string, fields: Readonly<Record<string, string>> = {}): Promise<TestReply<T>> {
    return this.post<T>(url, new URLSearchParams({ _csrf: await this.token(), ...fields }));
  }

  async token(): Promise<string> {
    return (await this.get<{ token: string }>('/token')).body.token;
  }

  #with({ headers }: RequestOptions): NonNullable<RequestOptions['headers']> {
    return { ...(this.cookie !== undefined && { cookie: this.cookie }), ...headers };
  }

  #note<T>(reply: TestReply<T>): TestReply<T> {
    for (const { name, value, maxAge } of reply.cookies) {
      this.cookiesSet++;
      this.cookie = maxAge === 0 ? undefined : `${name}=${value}`;
    }
    return reply;
  }
}
