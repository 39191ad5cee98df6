import { type Ask, type Init, plainHeaders, refuseDots } from './ask.js';
import { JSON_EVENTS } from './described.js';
import { ProblemError, problemOf } from './problem-error.js';

//#region client
/** One event of a stream. */
export interface ServerEvent<Data> {
  readonly data: Data;
  /** Its name; `message` if it has none. */
  readonly event: string;
  /** The last id that the stream has told, empty if it has told none. */
  readonly id: string;
}

/** What a stream of events has told so far. */
interface StreamState {
  lastId: string;
  retryMs: number;
}

/** @see https://html.spec.whatwg.org/multipage/server-sent-events.html#the-eventsource-interface */
async function* readStream(request: Ask, path: string, init: Init = {}): AsyncGenerator<ServerEvent<unknown>> {
  const { params, signal } = init;
  const given = params?.header?.['last-event-id'];
  const state: StreamState = { lastId: typeof given === 'string' ? given : '', retryMs: 3000 };
  let isKnown = false;
  let failures = 0;
  const isOver = (): boolean => signal?.aborted === true;
  refuseDots(path, init);
  while (!isOver()) {
    let reply;
    try {
      reply = await request('GET', path, {
        ...init,
        params: { ...params, header: { ...params?.header, 'last-event-id': asHeader(state.lastId) } },
        headers: { ...plainHeaders(init.headers ?? {}), accept: 'text/event-stream' },
        cache: 'no-store',
        parseAs: 'stream',
      });
    } catch (error) {
      if (isOver()) return;
      // Who cannot be reached at first may not exist; who was there may come back.
      if (!isKnown) throw error;
      failures++;
      const longer = Math.max(state.retryMs, 100) * 2 ** failures;
      await pause(Math.min(longer, Math.max(state.retryMs, 30_000)), signal);
      continue;
    }
    const { response, error } = reply;
    if (response.status === 204) return;
    if (!response.ok) throw new ProblemError(problemOf(error, response), response);
    if (
      response.status !== 200 ||
      response.body === null ||
      !/^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '')
    ) {
      // What is left unread would keep the connection.
      await response.body?.cancel().catch(() => undefined);
      throw new ProblemError({ detail: `${path} answered with something else than a stream of events.` }, response);
    }
    isKnown = true;
    failures = 0;
    const events = parseEvents(response.body, state);
    try {
      for (let next = await nextOf(events); next !== undefined && !isOver(); next = await nextOf(events)) {
        yield JSON_EVENTS.has(path) ? { ...next, data: JSON.parse(next.data) as unknown } : next;
      }
    } finally {
      await events.return();
    }
    await pause(state.retryMs, signal);
  }
}

/** An id is text, and headers are bytes: it is sent in UTF-8, as an `EventSource` does. */
function asHeader(id: string): string | undefined {
  return id === '' ? undefined : String.fromCharCode(...new TextEncoder().encode(id));
}

/** A connection that breaks has ended, like one that is closed. */
async function nextOf(events: AsyncGenerator<ServerEvent<string>, void>): Promise<ServerEvent<string> | undefined> {
  try {
    return (await events.next()).value ?? undefined;
  } catch {
    return undefined;
  }
}

/** @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation */
async function* parseEvents(
  body: NonNullable<Response['body']>,
  state: StreamState,
): AsyncGenerator<ServerEvent<string>, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let isAfterReturn = false;
  let data: string[] = [];
  let event = '';
  let id = state.lastId;
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      let text = decoder.decode(step.value as Uint8Array<ArrayBuffer>, { stream: true });
      if (text === '') continue;
      // CR and LF may come one by one, and are one end of a line.
      if (isAfterReturn && text.startsWith('\n')) text = text.slice(1);
      isAfterReturn = text.endsWith('\r');
      // Only what is new is searched: a long line may come in many parts.
      const lines = text.split(/\r\n|\n|\r/);
      lines[0] = rest + (lines[0] ?? '');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line === '') {
          state.lastId = id;
          if (data.length > 0) yield { data: data.join('\n'), event: event || 'message', id };
          data = [];
          event = '';
          continue;
        }
        const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
        if (field === 'data') data.push(value);
        else if (field === 'event') event = value;
        else if (field === 'id' && !value.includes('\0')) id = value;
        else if (field === 'retry' && /^\d+$/.test(value)) state.retryMs = Math.min(Number(value), LONGEST_PAUSE_MS);
      }
    }
  } finally {
    // Also when the loop over the events is left: then the service learns that nobody reads on.
    await reader.cancel().catch(() => undefined);
  }
}

/** What a timer can wait; it would not wait at all for longer. */
const LONGEST_PAUSE_MS = 2 ** 31 - 1;

function pause(ms: number, signal: AbortSignal | null | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve();
      return;
    }
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
  });
}
//#endregion

export { readStream };
