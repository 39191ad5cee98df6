import type { FastifyInstance } from 'fastify';

/** What we use of a client of `ws`. */
interface WebSocketClient {
  readonly readyState: number;
  readonly _socket?: unknown;
  close(code: number, reason: string): void;
  terminate(): void;
}

/** What `@fastify/websocket` adds to Fastify. */
interface WithWebSockets {
  readonly websocketServer?: { readonly clients: ReadonlySet<WebSocketClient> };
}

/** `WebSocket.OPEN` */
const OPEN = 1;
/** RFC 6455 §7.4.1: the server is going down. */
const GOING_AWAY = 1001;
/** How long a client may take to say goodbye, in milliseconds. */
const LIMIT_MS = 2000;

/** The clients of `@fastify/websocket`, if somebody has registered it. */
export class WebSockets {
  readonly #fastify: WithWebSockets;
  /** Until when those who were told that it is over may take their leave. */
  readonly #until = new Map<WebSocketClient, number>();

  constructor(fastify: FastifyInstance) {
    this.#fastify = fastify as WithWebSockets;
  }

  /**
   * Tells every client once that the server goes away, and cuts off those who do not answer.
   *
   * @returns the connections of those who are still there
   */
  end(now: number): ReadonlySet<unknown> {
    const left = new Set<unknown>();
    for (const client of this.#fastify.websocketServer?.clients ?? []) {
      const until = this.#until.get(client);
      // oxlint-disable-next-line no-underscore-dangle -- ws has no other way to it
      left.add(client._socket);
      if (until === undefined) {
        this.#until.set(client, now + LIMIT_MS);
        if (client.readyState === OPEN) client.close(GOING_AWAY, 'The server is closing.');
      } else if (now > until) {
        client.terminate();
      }
    }
    return left;
  }
}
