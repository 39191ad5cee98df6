/* Compiled, never run. */
import { type App, Controller, Get, type PathParameters, type Urls, type UrlValue } from '@tenon/http';

declare const app: App;
declare const urls: Urls;

declare module '@tenon/http' {
  interface RouteNames {
    'orders.list': '/orders';
    'orders.show': '/orders/:id';
    'orders.line': '/orders/:id(^\\d+$)/lines/:line';
    'orders.between': '/orders/:first-:last.:type';
    'orders.cancel': '/orders/:id([^:]+)::cancel';
    pages: '/pages/:page?';
    files: '/files/*';
    nested: '/x/:id(^(?:a|(b\\)))$)/:other';
  }
}

app.urlFor('orders.list');
app.urlFor('orders.list', {}, { query: { page: 2, tags: ['a'], none: undefined } });
app.urlFor('orders.show', { id: 7 });
app.urlFor('orders.line', { id: '7', line: 2n });
app.urlFor('orders.between', { first: 1, last: 2, type: 'csv' });
app.urlFor('orders.cancel', { id: 7 });
app.urlFor('pages');
app.urlFor('pages', { page: 2 });
app.urlFor('files', { '*': 'a/b' });
app.urlFor('nested', { id: 'a', other: 'b' });
urls.for('orders.show', { id: true });

// @ts-expect-error -- no such name
app.urlFor('orders.shw', { id: 7 });
// @ts-expect-error -- a parameter is missing
app.urlFor('orders.show');
// @ts-expect-error -- a parameter is missing
app.urlFor('orders.show', {});
// @ts-expect-error -- no such parameter
app.urlFor('orders.show', { id: 7, key: 8 });
// @ts-expect-error -- not a value that a URL can have
app.urlFor('orders.show', { id: {} });
// @ts-expect-error -- a parameter is missing
app.urlFor('orders.between', { first: 1, last: 2 });
// @ts-expect-error -- the path has no parameter
app.urlFor('orders.list', { id: 7 });
// @ts-expect-error -- a wildcard must be filled in
app.urlFor('files');

@Controller('/orders')
class OrderController {
  readonly title = 'orders';
  @Get('/:id') show() {}
}

app.urlFor(OrderController, 'show', { id: 7 }, { fragment: 'x' });
// @ts-expect-error -- no such method
app.urlFor(OrderController, 'shw');
// @ts-expect-error -- not a method
app.urlFor(OrderController, 'title');

const parameters: PathParameters<'/a/:b/c/:d?'> = { b: 1 };
const value: UrlValue | undefined = parameters.d;
void value;
