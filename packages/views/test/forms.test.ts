import { expect, test } from '@jest/globals';
import {
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
  Form,
  Get,
  Patch,
  Post,
  redirect,
  Render,
  UnauthorizedException,
  type Upload,
  UploadedFile,
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
