import {
  type Client,
  type ClientSchema,
  createClient,
  type InvalidInput,
  type OrderView,
  unwrap,
} from './shop/client.js';

/* What a client knows of its service: compiled, and never run. */

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function isSame<A, B>(_same: Same<A, B>): void {}

export async function types(api: Client, signal: AbortSignal, file: File): Promise<void> {
  // A reply has data, or an error.
  const { data, error } = await api.GET('/orders', { params: { query: { size: 1 } } });
  if (error) {
    isSame<typeof data, undefined>(true);
    if (error.status === 422) isSame<(typeof error)['errors'], InvalidInput['errors']>(true);
    // @ts-expect-error -- what has another status has no list of errors
    else console.log(error.errors);
    return;
  }
  isSame<typeof data, OrderView[]>(true);
  isSame<(typeof data)[number]['placedAt'], string>(true);

  // Paths, methods and parameters are those of the service.
  // @ts-expect-error -- there is no such path
  await api.GET('/order');
  // @ts-expect-error -- it does not answer to this method
  await api.PUT('/orders', { body: { email: 'a@b.org' } });
  // @ts-expect-error -- the path's parameter is missing
  await api.GET('/orders/{id}');
  // @ts-expect-error -- it is a number
  await api.GET('/orders/{id}', { params: { path: { id: 'one' } } });
  // @ts-expect-error -- no parameter is called so
  await api.GET('/orders', { params: { query: { length: 1 } } });
  // @ts-expect-error -- no option is called so
  await api.GET('/orders', { parms: { query: { size: 1 } } });

  // Bodies.
  await api.POST('/orders', { body: { email: 'a@b.org' }, signal });
  // @ts-expect-error -- the body is missing
  await api.POST('/orders');
  // @ts-expect-error -- a property is missing
  await api.POST('/orders', { body: { quantity: 1 } });
  // @ts-expect-error -- no property is called so
  await api.POST('/orders', { body: { email: 'a@b.org', amount: 1 } });
  // @ts-expect-error -- this route takes none
  await api.DELETE('/orders/{id}', { params: { path: { id: 1 } }, body: {} });
  await api.POST('/labels', { body: { title: 'a', copies: 1, tags: [], picture: file, more: [file] } });
  // @ts-expect-error -- a file is no text
  await api.POST('/labels', { body: { title: 'a', copies: 1, tags: [], picture: 'file' } });
  await api.POST('/bytes', { body: file });
  await api.PUT('/motto', { body: 'text' });
  // @ts-expect-error -- it is a text
  await api.PUT('/motto', { body: { text: 1 } });

  // Replies of every kind.
  isSame<Awaited<ReturnType<typeof nothing>>, undefined>(true);
  const nothing = () => unwrap(api.DELETE('/orders/{id}', { params: { path: { id: 1 } } }));
  const text: string = await unwrap(api.POST('/labels', { body: { title: 'a', copies: 1, tags: [], picture: file } }));
  const figure: number = await unwrap(api.POST('/bytes'));
  const receipt = await unwrap(api.GET('/receipt'));
  isSame<typeof receipt, Blob>(true);
  const bytes = await unwrap(api.GET('/receipt', { parseAs: 'arrayBuffer' }));
  isSame<typeof bytes, ArrayBuffer>(true);
  // The browser sends cookies, if it may: they are no parameters here.
  const me: ClientSchema = await unwrap(api.GET('/me'));
  console.log(text, figure, me);

  // Streams.
  for await (const event of api.events('/orders/events', { signal })) isSame<typeof event.data, OrderView>(true);
  for await (const event of api.events('/orders/words')) isSame<typeof event.data, string>(true);
  // @ts-expect-error -- it is no stream
  api.events('/orders');
  // @ts-expect-error -- a stream never ends, so it is nothing to wait for
  await api.GET('/orders/events');
}

// What a client is made with.
createClient({ baseUrl: '', token: () => undefined, credentials: 'include', headers: { 'x-trace': '1' } });
// @ts-expect-error -- it has to know where the service is
createClient({ token: 'secret' });
