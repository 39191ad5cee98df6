import { expect, test } from '@jest/globals';
import {
  ConflictException,
  Controller,
  createContextKey,
  type FailedForm,
  Form,
  FORM_MEMORY,
  ForbiddenException,
  FromContext,
  Get,
  Header,
  HttpException,
  Injectable,
  type ModuleDefinition,
  NotFoundException,
  Param,
  Patch,
  Post,
  Provides,
  Query,
  redirect,
  Render,
  type RequestContext,
  Returns,
  Timeout,
  UnauthorizedException,
  type Upload,
  UploadedFile,
  UseGuards,
  view,
} from '@tenon/http';
import { Expose, IsEmail, IsOptional, Length, Min } from '@tenon/dto';
import { CHROMIUM, FORM, inPage, withPages } from '../support/pages.js';
import { serve } from '../support/serve.js';
import { encode } from '../uploads/form.js';

class SignUp {
  @Length(2, 20) name!: string;
  @IsEmail() email!: string;
  @Length(8, 100) password!: string;
  @IsOptional() @Min(18) age?: number;
}

class UserView {
  @Expose() name!: string;
}

class Named {
  @Length(1, 9) name!: string;
}

@Controller('/users')
class UserPages {
  @Get('/new')
  @Render('users/new')
  @Header('cache-control', 'max-age=60')
  new(@Query('from') from: string = 'nowhere') {
    return { from, plans: ['free', 'paid'] };
  }

  @Post()
  @Returns(UserView)
  create(@Form({ shownBy: 'new' }) input: SignUp) {
    if (input.name === 'taken') {
      const errors = [{ in: 'body', pointer: '#/name', code: 'unique', message: 'name is taken' }];
      throw new ConflictException('It exists.', { extensions: { errors } });
    }
    if (input.name === 'wrong') throw new UnauthorizedException('Name or password is wrong.');
    if (input.name === 'often') throw new HttpException('Try again later.', 429, { headers: { 'retry-after': '9' } });
    if (input.name === 'never') throw new ForbiddenException();
    if (input.name === 'missing') throw new NotFoundException();
    if (input.name === 'odd') throw new HttpException('Odd.', 400, { extensions: { errors: 'text' } });
    if (input.name === 'crash') throw new Error('secret');
    return redirect('/users/1');
  }
}

const ANN = { name: 'ann', email: 'ann@example.org', password: 'correct horse' };

async function send(
  parts: ModuleDefinition,
  url: string,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
) {
  const app = await serve(parts, { showErrors: false });
  return app.inject({
    method: 'POST',
    url,
    headers: { accept: CHROMIUM, 'content-type': FORM, host: 'shop.example', ...headers },
    payload: new URLSearchParams(fields).toString(),
  });
}

test('redirects after a form that was taken', async () => {
  const reply = await send(withPages(UserPages), '/users', ANN);

  expect([reply.statusCode, reply.headers['location']]).toEqual([303, '/users/1']);
});

test('shows a refused form again, with what was typed and what is wrong', async () => {
  const reply = await send(withPages(UserPages), '/users?from=home', { name: 'a', email: '', password: 'short' });

  expect([reply.statusCode, reply.headers['content-type']]).toEqual([422, 'text/html; charset=utf-8']);
  expect(reply.headers['cache-control']).toBe('no-store');
  expect(reply.body).toMatch('<h1>users/new</h1>');
  expect(inPage(reply.body)).toEqual({
    from: 'home',
    plans: ['free', 'paid'],
    failed: {
      handler: 'UserPages.create',
      errors: [
        expect.objectContaining({ pointer: '#/name', code: 'isLength' }),
        { in: 'body', pointer: '#/email', code: 'required', message: 'email is required' },
        expect.objectContaining({ pointer: '#/password', code: 'isLength' }),
      ],
      old: { name: 'a', email: '' },
    },
  });
});

test('tells a program of the same form in JSON', async () => {
  const reply = await send(withPages(UserPages), '/users', { ...ANN, email: 'x' }, { accept: '*/*' });

  expect([reply.statusCode, reply.headers['content-type']]).toEqual([422, 'application/problem+json; charset=utf-8']);
});

test.each([
  ['taken', 409, { errors: [{ pointer: '#/name', message: 'name is taken' }] }],
  ['wrong', 401, { message: 'Name or password is wrong.', errors: [] }],
  ['often', 429, { message: 'Try again later.', errors: [] }],
  ['odd', 400, { message: 'Odd.', errors: [] }],
])('shows the form again where the handler refuses it: %s', async (name, status, failed) => {
  const reply = await send(withPages(UserPages), '/users', { ...ANN, name });

  expect(reply.statusCode).toBe(status);
  expect(inPage(reply.body).failed).toMatchObject({ ...failed, old: { name, email: ANN.email } });
  expect(reply.headers['retry-after']).toBe(status === 429 ? '9' : undefined);
});

test.each([
  ['never', 403],
  ['missing', 404],
  ['crash', 500],
])('tells by a page of its own what no other input would mend: %s', async (name, status) => {
  const reply = await send(withPages(UserPages), '/users', { ...ANN, name });

  expect([reply.statusCode, reply.body]).toEqual([status, `<h1>${status}</h1>`]);
});

test.each(['application/json', 'text/plain', 'application/x-www-form-urlencodedx', ''])(
  'refuses a body that is no form: %j',
  async (type) => {
    const reply = await send(withPages(UserPages), '/users', ANN, { 'content-type': type });

    expect(reply.statusCode).toBe(415);
    expect(reply.body).toMatch('<h1>415</h1>');
  },
);

test('takes the same form as multipart/form-data', async () => {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...ANN, name: 'a', age: '' })) form.append(name, value);
  const { headers, payload } = await encode(form);
  const app = await serve(withPages(UserPages));

  const reply = await app.inject({ method: 'POST', url: '/users', headers: { ...headers, accept: CHROMIUM }, payload });

  expect(reply.statusCode).toBe(422);
  expect(inPage(reply.body).failed).toMatchObject({ old: { name: 'a', email: ANN.email, age: '' } });
});

test('refuses a form without any field as one in which all is missing', async () => {
  const app = await serve(withPages(UserPages));

  const reply = await app.inject({
    method: 'POST',
    url: '/users',
    headers: { accept: CHROMIUM, 'content-type': FORM },
    payload: '',
  });

  expect(reply.statusCode).toBe(422);
  expect(inPage(reply.body).failed?.['errors']).toMatchObject([
    { message: 'name is required' },
    { message: 'email is required' },
    { message: 'password is required' },
  ]);
});

test('keeps fields of its own from the handler', async () => {
  @Controller('/notes')
  class Notes {
    @Post()
    create(@Form({ unknown: 'reject' }) input: Named) {
      return input;
    }
  }
  const fields = { name: 'x', _csrf: 'token', _method: 'POST' };

  expect((await send(withPages(Notes), '/notes', fields, { accept: '*/*' })).json()).toEqual({ name: 'x' });
});

test('gives back no password, by whatever name, and no file', async () => {
  class Card {
    @Length(1, 3) title!: string;
    @IsOptional() currentPassword?: string;
    @IsOptional() api_token?: string;
    @IsOptional() card_number?: string;
    @IsOptional() cvc?: string;
    @IsOptional() passport?: string;
  }
  @Controller('/cards')
  class Cards {
    @Get()
    @Render('cards')
    show() {}

    @Post()
    add(@Form({ shownBy: 'show' }) _: Card, @UploadedFile('photo') __: Upload) {}
  }
  const form = new FormData();
  const secret = { currentPassword: 's', api_token: 's', card_number: 's', cvc: 's' };
  for (const [name, value] of Object.entries({ title: 'too long', passport: 'kept', ...secret }))
    form.append(name, value);
  form.append('photo', new File(['bytes'], 'photo.png'));
  const { headers, payload } = await encode(form);
  const app = await serve(withPages(Cards));

  const reply = await app.inject({ method: 'POST', url: '/cards', headers: { ...headers, accept: CHROMIUM }, payload });

  expect(inPage(reply.body).failed?.['old']).toEqual({ title: 'too long', passport: 'kept' });
});

test('tells of a missing file at its field, and takes no other form where there are files', async () => {
  @Controller('/photos')
  class Photos {
    @Get()
    @Render('photos')
    show() {}

    @Post()
    add(@UploadedFile('photo') _: Upload, @Form({ shownBy: 'show' }) __: Named) {}
  }
  const form = new FormData();
  form.append('name', 'sea');
  const { headers, payload } = await encode(form);
  const app = await serve(withPages(Photos));

  const reply = await app.inject({
    method: 'POST',
    url: '/photos',
    headers: { ...headers, accept: CHROMIUM },
    payload,
  });

  expect(inPage(reply.body).failed).toMatchObject({ errors: [{ pointer: '#/photo' }], old: { name: 'sea' } });
  expect((await send(withPages(Photos), '/photos', { name: 'sea' })).statusCode).toBe(415);
});

const SHELF = createContextKey<string>('shelf');

@Injectable()
@Provides(SHELF)
class OwnShelf {
  canActivate(context: RequestContext) {
    const { id } = context.request.params as { id: string };
    if (id === 'foreign') throw new UnauthorizedException('Not yours.');
    context.set(SHELF, id);
    return true;
  }
}

@Controller('/shelves')
@UseGuards(OwnShelf)
class Shelves {
  @Get('/:id/edit')
  async edit(@Param('id') id: string, @FromContext(SHELF) shelf: string) {
    await Promise.resolve();
    if (id === 'gone') return redirect('/shelves');
    if (id === 'broken') return view('broken');
    if (id === 'late') return view('late/broken');
    if (id === 'none') throw new NotFoundException('No such shelf.');
    return view('shelves/edit', { shelf });
  }

  @Patch('/:id')
  @Returns(UserView)
  update(@Form({ shownBy: 'edit' }) input: SignUp) {
    return input;
  }
}

test.each([
  ['1', 422, '<h1>shelves/edit</h1>{"shelf":"1"'],
  ['foreign', 401, '<h1>401</h1>Not yours.'],
  ['none', 404, '<h1>404</h1>No such shelf.'],
  ['broken', 500, '<h1>500</h1>'],
  ['late', 500, '<h1>500</h1>'],
])(
  'shows the form of the shelf %s again with what guards have provided, or tells why not',
  async (id, status, page) => {
    const reply = await send(withPages(Shelves), `/shelves/${id}?_method=PATCH`, { name: 'x' });

    expect(reply.statusCode).toBe(status);
    expect(reply.body.startsWith(page)).toBe(true);
    if (status !== 422) expect(reply.body).not.toContain('secret');
  },
);

test('logs the fault of a page that shows a form again', async () => {
  const lines: string[] = [];
  const app = await serve(withPages(Shelves), { logger: { destination: { write: (line) => void lines.push(line) } } });

  await app.inject({
    method: 'PATCH',
    url: '/shelves/late',
    headers: { accept: CHROMIUM, 'content-type': FORM },
    payload: 'name=x',
  });

  expect(lines.join('')).toContain('secret of a template');
});

test('goes on from the form where its page leads elsewhere', async () => {
  const reply = await send(withPages(Shelves), '/shelves/gone?_method=PATCH', { name: 'x' });

  expect([reply.statusCode, reply.headers['location']]).toEqual([303, '/shelves']);
});

const kept: FailedForm[] = [];

/** Keeps forms where a test sees them. */
@Injectable()
class Memory {
  keep(form: FailedForm, context: RequestContext): boolean {
    if (context.request.headers.cookie === undefined) return false;
    kept.push(form);
    return true;
  }
}

@Controller('/comments')
class Comments {
  @Post()
  add(@Form() _: SignUp) {}
}

const withMemory = (): ModuleDefinition => {
  const { controllers = [], providers = [] } = withPages(Comments);
  return { controllers, providers: [...providers, { provide: FORM_MEMORY, useClass: Memory }] };
};

test.each([
  ['http://shop.example/articles/1?page=2#end', '/articles/1?page=2'],
  ['http://SHOP.example:80/', '/'],
  ['http://shop.example/%0d%0aset-cookie:x', '/%0d%0aset-cookie:x'],
])('sends a refused form that no handler shows back to %s', async (referer, location) => {
  kept.length = 0;

  const reply = await send(withMemory(), '/comments', { name: 'a' }, { referer, cookie: 'session=1' });

  expect([reply.statusCode, reply.headers['location']]).toEqual([303, location]);
  expect(kept).toMatchObject([{ handler: 'Comments.add', old: { name: 'a' } }]);
});

test.each([
  'https://elsewhere.example/',
  'http://shop.example.elsewhere.example/',
  'http://shop.example@elsewhere.example/',
  'http://elsewhere.example/http://shop.example/',
  'http://shop.example:8080/',
  'https://shop.example/',
  'http://shop.example//elsewhere.example/',
  String.raw`http://shop.example/\elsewhere.example/`,
  '//shop.example/',
  '/articles',
  'javascript:alert(1)',
  'about:blank',
  '',
])('tells of a refused form by a page, and never sends its client to %j', async (referer) => {
  const reply = await send(withMemory(), '/comments', { name: 'a' }, { referer, cookie: 'session=1' });

  expect(reply.statusCode).toBe(422);
  expect(reply.headers['location']).toBeUndefined();
  expect(reply.body).toBe('<h1>422</h1>The request is not valid.#/name,#/email,#/password');
});

test('tells of a refused form by a page where nothing keeps it', async () => {
  const reply = await send(withMemory(), '/comments', { name: 'a' }, { referer: 'http://shop.example/' });

  expect(reply.statusCode).toBe(422);
});

@Controller('/slow')
class SlowPages {
  @Get('/new') @Render('slow/new') async new(): Promise<void> {
    await new Promise(() => {});
  }
  @Post() @Timeout(100) create(@Form({ shownBy: 'new' }) _: SignUp) {}
}

test('answers 503 where the page of a refused form takes too long', async () => {
  const reply = await send(withPages(SlowPages), '/slow', { name: 'a' });

  expect([reply.statusCode, reply.body]).toEqual([503, '<h1>503</h1>The server took too long to answer.']);
});

test('asks the guards of the page before it shows a form again, but for those that have let the form in', async () => {
  const asked: string[] = [];
  const lets = (name: string, answer: boolean) => () => {
    asked.push(name);
    return answer;
  };
  const shared = lets('shared', true);
  @Controller()
  @UseGuards(shared)
  class Reports {
    @Get('/mine') @UseGuards(lets('page', true)) @Render('reports/mine') mine() {
      return { text: 'mine' };
    }
    @Get('/secret') @UseGuards(lets('closed', false)) @Render('reports/secret') secret() {
      return { text: 'secret' };
    }
    @Post('/mine') send(@Form({ shownBy: 'mine' }) _: Named) {}
    @Post('/secret') sendSecret(@Form({ shownBy: 'secret' }) _: Named) {}
  }
  const app = await serve(withPages(Reports));
  const sendEmpty = (url: string) =>
    app.inject({ method: 'POST', url, headers: { 'content-type': FORM, accept: CHROMIUM }, payload: 'name=' });

  const mine = await sendEmpty('/mine');
  expect([mine.statusCode, mine.body.includes('reports/mine')]).toEqual([422, true]);
  expect(asked).toEqual(['shared', 'page']);
  const secret = await sendEmpty('/secret');
  expect([secret.statusCode, secret.body.includes('secret')]).toEqual([403, false]);
  expect(asked.slice(2)).toEqual(['shared', 'closed']);
});
