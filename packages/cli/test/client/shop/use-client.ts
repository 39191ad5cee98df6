/* What the handbook shows of a client: docs/openapi.md. */

//#region make
import { type Client, createClient, type OrderView, ProblemError, unwrap } from './client.js';

export function shopAt(baseUrl: string, session: { readonly token?: string }): Client {
  return createClient({ baseUrl, token: () => session.token });
}
//#endregion

//#region ask
export async function placeOrder(api: Client, email: string): Promise<string> {
  const { data, error } = await api.POST('/orders', { body: { email, quantity: 2 } });
  if (error?.status === 422) return error.errors.map(({ pointer, message }) => `${pointer}: ${message}`).join('\n');
  if (error) throw new Error(error.detail ?? error.title);
  return `Order ${data.id} for ${data.email} is placed.`;
}
//#endregion

//#region unwrap
export async function findOrder(api: Client, id: number): Promise<OrderView | undefined> {
  try {
    return await unwrap(api.GET('/orders/{id}', { params: { path: { id } } }));
  } catch (error) {
    if (error instanceof ProblemError && error.status === 404) return undefined;
    throw error;
  }
}
//#endregion

//#region upload
export function printLabels(api: Client, picture: File): Promise<string> {
  return unwrap(api.POST('/labels', { body: { title: 'Fragile', copies: 2, tags: ['glass', 'up'], picture } }));
}
//#endregion

//#region events
export async function watchOrders(api: Client, signal: AbortSignal): Promise<void> {
  for await (const { event, data } of api.events('/orders/events', { signal })) {
    console.log(event, data.id, data.email);
  }
}
//#endregion
