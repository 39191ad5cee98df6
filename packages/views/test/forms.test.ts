import { expect, test } from '@jest/globals';
import {
  ArrayNotEmpty,
  IsBoolean,
  IsDate,
  IsEmail,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  IsUrl,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from '@tenon/dto';
import {
  Controller,
  FAILED_FORM,
  type FailedForm,
  Form,
  FORM_MEMORY,
  Get,
  Patch,
  Post,
  provide,
  redirect,
  Render,
  type RequestContext,
  UnauthorizedException,
  type Upload,
  UploadedFile,
  UseGuards,
} from '@tenon/http';
import { BROWSER, startSite } from './site.js';

class Person {
  @Length(2, 40) firstName!: string;
  @IsEmail() email!: string;
  @IsUrl() @IsOptional() homepage?: string;
  @IsInt() @Min(0) @Max(150) age!: number;
  @IsNumber() @IsOptional() height?: number;
  @IsDate() @IsOptional() born?: Date;
  @IsIn(['reader', 'chiefEditor']) role!: string;
  @IsBoolean() isPublic!: boolean;
  @Matches(/^[a-z]+$/) nickname!: string;
  @MaxLength(2000) @IsOptional() about?: string;
  @MinLength(12) password!: string;
  @IsString() note!: string;
}

@Controller('/people')
class People {
  @Get('/new')
  @Render('new')
  new() {}

  @Post('/', { name: 'people.create' })
  create(@Form({ shownBy: 'new' }) person: Person) {
    if (person.firstName === 'nobody') throw new UnauthorizedException('The password is wrong.');
    return redirect('/people/new');
  }

  @Get('/:id/edit')
  @Render('edit')
  edit() {
    return { person: { firstName: 'Ada & "Eve"', isPublic: true, born: new Date('1815-12-10'), password: 'hunter22' } };
  }

  @Patch('/:id', { name: 'people.update' })
  update(@Form({ shownBy: 'edit' }) person: Person, @UploadedFile('portrait', { types: ['image/*'] }) _: Upload) {
    return person;
  }
}

const ALL = [
  'firstName',
  'email',
  'homepage',
  'age',
  'height',
  'born',
  'role',
  'isPublic',
  'nickname',
  'about',
  'password',
  'note',
].map((name) => `<%= form.field('${name}') %>`);

const TEMPLATES = {
  new: `<% const form = formFor('people.create') %>\n<%= form.open({ class: 'wide' }) %>\n<%= form.message() %>\n${ALL.join('\n')}\n<%= form.button('Go') %>\n<%= form.close() %>`,
  edit: `<% const form = formFor('people.update', { id: 7 }, { values: it.person }) %>\n<%= form.open() %>\n${ALL.join('\n')}\n<%= form.field('portrait') %>\n<%= form.close() %>`,
};

test('draws the fields of a form by what its class demands', async () => {
  await using app = await startSite(TEMPLATES, { controllers: [People] });
  const { text } = await app.get('/people/new', { headers: BROWSER }).expect(200);
  expect(text).toMatchGolden('golden/new-form');
});

test('draws what an object has, the method beside POST, and what files need', async () => {
  await using app = await startSite(TEMPLATES, { controllers: [People] });
  const { text } = await app.get('/people/7/edit', { headers: BROWSER }).expect(200);
  expect(text).toMatchGolden('golden/edit-form');
});

test('brings back what was typed and what was wrong, and no password', async () => {
  await using app = await startSite(TEMPLATES, { controllers: [People] });
  const body = new URLSearchParams({
    firstName: '"><script>',
    email: 'no',
    age: 'x',
    role: 'chiefEditor',
    password: 'short',
    nickname: '<b>',
  });
  const { text } = await app.post('/people', { headers: BROWSER, body }).expect(422);
  expect(text).toMatchGolden('golden/failed-form');
  expect(text).not.toContain('short');
});

test('tells what is wrong with a form as a whole', async () => {
  await using app = await startSite(TEMPLATES, { controllers: [People] });
  const good = {
    firstName: 'nobody',
    email: 'a@example.org',
    age: '1',
    role: 'reader',
    password: 'long enough, this',
    nickname: 'ab',
    note: '',
    isPublic: 'on',
  };
  const { text } = await app.post('/people', { headers: BROWSER, body: new URLSearchParams(good) }).expect(401);
  expect(text).toContain('<p class="form-message" role="alert">The password is wrong.</p>');
  expect(text).toMatch(/name="isPublic"[^>]* checked/);
});

test('takes nothing for markup of what a template gives a form and its fields', async () => {
  @Controller()
  class Hostile {
    @Get() @Render('page') page() {
      return { text: `"><b>&'` };
    }
    @Post('/', { name: 'send' }) send(@Form({ shownBy: 'page' }) person: Person) {
      return person;
    }
  }
  const page = `<% const t = it.text; const form = formFor('send', {}, { id: t, values: { firstName: t, role: t, about: t } }); %>
<%= form.open({ class: t, 'data-text': json(t), title: raw('" autofocus "') }) %><%= form.message(t) %>
<%= form.field('firstName', { label: t, hint: t, placeholder: t }) %><%= form.label('firstName', t) %><%= form.error('firstName') %>
<%= form.field('role', { options: [t, { value: t, label: t }] }) %><%= form.field('about', { value: t }) %>
<%= form.field('email', { type: t, id: t }) %><%= form.button(t, { value: t }) %><%= form.close() %>`;
  const app = await startSite({ page }, { controllers: [Hostile] });
  const shown = await app.get<string>('/', { headers: BROWSER });
  expect(shown.expect(200).body).not.toContain('<b>');
  // What is markup, or meant for a script, does not end an attribute.
  expect(shown.body).toContain(
    'data-text="&quot;\\&quot;\\u003e\\u003cb\\u003e\\u0026\\u0027&quot;" title="&quot; autofocus &quot;"',
  );
  const body = new URLSearchParams({
    firstName: '<b>',
    role: '"><b>',
    about: '</textarea><b>',
    email: '"><b>',
    '"><b>': '<b>',
  });
  const refused = await app.post<string>('/', { headers: BROWSER, body });
  expect(refused.expect(422).body).not.toContain('<b>');
});

class Order {
  @IsIn(['small', 'veryLarge']) size!: string;
  @IsIn(['milk', 'sugar'], { each: true }) @ArrayNotEmpty() extras!: string[];
  @IsBoolean() isGift!: boolean;
  @IsIn(['card', 'cash']) @IsOptional() payment?: string;
  @IsString() @MinLength(2) name!: string;
}

@Controller('/orders')
class Orders {
  @Get('/new')
  @Render('order')
  new() {}

  @Post('/', { name: 'orders.create' })
  create(@Form({ shownBy: 'new' }) order: Order) {
    return redirect(`/orders/new?${JSON.stringify(order)}`);
  }
}

const ORDER = {
  order: `<% const form = formFor('orders.create', {}, { values: { size: 'veryLarge', extras: ['milk'], isGift: false } }) %>
<%= form.open() %><%= form.message() %>
<%= form.field('size', { as: 'radio', label: 'How "large"?', hint: 'As <b>you</b> like', class: 'wide' }) %>
<%= form.field('extras', { as: 'checkbox' }) %>
<%= form.field('isGift', { as: 'radio' }) %>
<%= form.field('payment', { as: 'radio', options: [{ value: '', label: 'Later' }, 'card', 'cash'] }) %>
<%= form.close() %>`,
};

test('draws choices as groups of buttons and boxes, with a legend', async () => {
  await using app = await startSite(ORDER, { controllers: [Orders] });
  const { text } = await app.get('/orders/new', { headers: BROWSER }).expect(200);
  expect(text).toMatchGolden('golden/open-choices');
});

test('brings back what was chosen of a group, and describes the group by what was wrong with it', async () => {
  await using app = await startSite(ORDER, { controllers: [Orders] });
  const body = new URLSearchParams({ size: 'huge', payment: 'cash', isGift: 'true', name: 'x' });
  const { text } = await app.post('/orders', { headers: BROWSER, body }).expect(422);
  expect(text).toMatchGolden('golden/failed-choices');
});

test('takes what is sent by the groups that it has drawn', async () => {
  await using app = await startSite(ORDER, { controllers: [Orders] });
  const body = 'size=small&extras=milk&extras=sugar&isGift=true&payment=&name=Ada';
  const headers = { ...BROWSER, 'content-type': 'application/x-www-form-urlencoded' };
  const { headers: reply } = await app.post('/orders', { headers, body });
  expect(decodeURI(String(reply.location))).toBe(
    '/orders/new?{"size":"small","extras":["milk","sugar"],"isGift":true,"name":"Ada"}',
  );
});

test('asks for options where a class does not say what there is to choose from', async () => {
  const page = `<%= formFor('orders.create').field('name', { as: 'radio' }) %>`;
  await using app = await startSite({ ...ORDER, order: page }, { controllers: [Orders] }, { showErrors: true });
  const { text } = await app.get('/orders/new', { headers: BROWSER }).expect(500);
  expect(text).toContain('the field &quot;name&quot; has nothing to choose from: give it options');
});

class Comment {
  @Length(3, 20) text!: string;
}

/** Keeps a refused form as sessions do: what was typed only where there is room for it. */
class Memory {
  form: FailedForm | undefined;
  keep(form: FailedForm): boolean {
    const isLong = JSON.stringify(form.old).length > 2000;
    this.form = isLong ? { ...form, old: {} } : form;
    return true;
  }
}

const BEFORE = { ...BROWSER, referer: 'http://localhost/comments' };

/** Starts a site with two forms of one route on a page, to which a form that was refused comes back. */
function startComments() {
  const memory = new Memory();

  const remembers = {
    canActivate(context: RequestContext) {
      if (memory.form) context.set(FAILED_FORM, memory.form);
      return true;
    },
  };

  @Controller('/comments')
  class Comments {
    @Get('/')
    @Render('page')
    @UseGuards(remembers)
    page() {}

    @Post('/', { name: 'comments.create' })
    create(@Form() comment: Comment) {
      return redirect(`/comments?${JSON.stringify(comment)}`);
    }
  }

  const providers = [provide(FORM_MEMORY, { useValue: memory })];
  return startSite({ page: TWO }, { controllers: [Comments], providers });
}

const TWO = ['first', 'second']
  .map(
    (name) =>
      `<% { const form = formFor('comments.create', {}, { name: '${name}' }) %>
<%= form.open() %><%= form.message() %><%= form.field('text') %><%= form.close() %><% } %>`,
  )
  .join('\n');

test('tells forms of one route apart by their names', async () => {
  await using app = await startComments();
  const body = new URLSearchParams({ text: 'No', _form: 'second' });
  await app.post('/comments', { headers: BEFORE, body }).expect(303);
  const { text } = await app.get('/comments', { headers: BROWSER }).expect(200);
  expect(text).toMatchGolden('golden/named-forms');
});

test('takes no named form for one that was sent without a name', async () => {
  await using app = await startComments();
  await app.post('/comments', { headers: BEFORE, body: new URLSearchParams({ text: 'No' }) }).expect(303);
  const { text } = await app.get('/comments', { headers: BROWSER }).expect(200);
  expect(text).not.toContain('field-invalid');
});

test('tells all forms of a route what was wrong where it is not known which of them it was', async () => {
  await using app = await startComments();
  const body = new URLSearchParams({ text: 'x'.repeat(2000), _form: 'second' });
  await app.post('/comments', { headers: BEFORE, body }).expect(303);
  const { text } = await app.get('/comments', { headers: BROWSER }).expect(200);
  expect(text.match(/field-invalid/g)).toHaveLength(2);
});

test('keeps the name of a form from its class', async () => {
  await using app = await startComments();
  const body = new URLSearchParams({ text: 'Good', _form: 'second' });
  const { headers } = await app.post('/comments', { headers: BEFORE, body }).expect(303);
  expect(decodeURI(String(headers.location))).toBe('/comments?{"text":"Good"}');
});
