import { expect, test } from '@jest/globals';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, MaxLength, Min } from '@tenon/dto';
import { Controller, Get, Param, Post, provide, Query, Render, VIEW_HELPER } from '@tenon/http';
import { BROWSER, startSite } from './site.js';

class Filter {
  @IsOptional() @IsString() @MaxLength(80) title = '';
  @IsIn(['', 'tea', 'coffee']) subject = '';
  @IsIn(['hot', 'cold'], { each: true }) @IsOptional() served: string[] = [];
  @IsBoolean() @IsOptional() isNew?: boolean;
  @IsInt() @Min(1) page = 1;
}

@Controller()
class Drinks {
  @Get('/drinks/:place', { name: 'drinks' })
  @Render('drinks')
  list(@Param('place') place: string, @Query() filter: Filter) {
    return { place, told: JSON.stringify(filter) };
  }

  @Get('/', { name: 'home' })
  @Render('drinks')
  home() {
    return { place: 'home', told: '' };
  }

  @Post('/drinks/:place', { name: 'pour' })
  pour() {}

  @Get('/words', { name: 'words' })
  @Render('words')
  words(
    @Query('from') from: Date,
    @Query('size', { optional: true }) size?: number,
    @Query('only', { optional: true }) only?: boolean,
  ) {
    return { told: JSON.stringify({ from, size, only }) };
  }
}

const TEMPLATES = {
  drinks: `<% const form = formFor('drinks', { place: it.place }, { values: { isNew: true } }) %>
<%= form.open({ role: 'search' }) %>
<%= form.field('title', { type: 'search' }) %>
<%= form.field('subject', { as: 'radio' }) %>
<%= form.field('served', { as: 'checkbox' }) %>
<%= form.field('isNew') %>
<%= form.input('page', { type: 'hidden' }) %>
<%= form.button() %>
<%= form.close() %>
<%~ it.told %>`,
  words: `<% const form = formFor('words') %><%= form.field('from') %><%= form.field('size') %><%= form.field('only') %><%= it.told %>`,
};

const csrfField = provide(VIEW_HELPER, {
  useValue: { name: 'csrfField', forRequest: () => () => '<secret token>' },
});

test('draws a form that asks for a page, without a token', async () => {
  await using app = await startSite(TEMPLATES, { controllers: [Drinks], providers: [csrfField] });
  const { text } = await app.get('/', { headers: BROWSER }).expect(200);
  expect(text).toMatchGolden('golden/search-form');
});

test('fills a form that asks for a page with what was asked for', async () => {
  await using app = await startSite(TEMPLATES, { controllers: [Drinks], providers: [csrfField] });
  const url = '/drinks/home?title=%22%3Cb%3E&subject=tea&served=cold&served=hot';
  const { text } = await app.get(url, { headers: BROWSER }).expect(200);
  expect(text).toMatchGolden('golden/filled-search-form');
});

test('asks for what its handler takes', async () => {
  await using app = await startSite(TEMPLATES, { controllers: [Drinks], providers: [csrfField] });
  // What a browser makes of the form: fields left empty, a box ticked.
  const { text } = await app.get('/drinks/home?sort=x&title=&subject=&isNew=true', { headers: BROWSER }).expect(200);
  expect(text).toContain('{&quot;title&quot;:&quot;&quot;,&quot;subject&quot;:&quot;&quot;,&quot;served&quot;:[]');
  expect(text).toContain('&quot;isNew&quot;:true');
});

test('takes the form of another place for one that nobody has filled in', async () => {
  const drinks = `<%= formFor('drinks', { place: 'elsewhere' }).field('title') %>`;
  await using app = await startSite({ ...TEMPLATES, drinks }, { controllers: [Drinks] });
  const { text } = await app.get('/drinks/home?title=Earl', { headers: BROWSER }).expect(200);
  expect(text).not.toContain('Earl');
});

test('draws the single values that a handler takes of a query', async () => {
  await using app = await startSite(TEMPLATES, { controllers: [Drinks] });
  const { text } = await app.get('/words?from=2026-02-01&size=3', { headers: BROWSER }).expect(200);
  expect(text).toMatch(/name="from" required type="date" value="2026-02-01"/);
  expect(text).toMatch(/name="size" type="number" step="any" value="3"/);
  expect(text).toMatch(/type="checkbox"[^>]* name="only" value="true">/);
});

test('has no form for a page that asks for nothing', async () => {
  const drinks = `<%= formFor('home').open() %>`;
  await using app = await startSite({ ...TEMPLATES, drinks }, { controllers: [Drinks] }, { showErrors: true });
  const { text } = await app.get('/', { headers: BROWSER }).expect(500);
  expect(text).toContain('formFor(&quot;home&quot;): no route of this name takes forms');
});
