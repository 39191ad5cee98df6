import { connect, createServer, type Server, type Socket } from 'node:net';

/** A way to a server that can be cut. */
export class Wire {
  readonly #target: URL;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;

  /** @param url - of the server behind it */
  constructor(url: string) {
    this.#target = new URL(url);
  }

  /** The URL by which the server is reached through the wire. */
  get url(): string {
    return Object.assign(new URL(this.#target), { hostname: '127.0.0.1', port: String(this.#port) }).href;
  }

  /** Connects, at the same port as before. */
  async plug(): Promise<void> {
    const server = createServer((socket) => {
      const other = connect(Number(this.#target.port || 5432), this.#target.hostname);
      for (const one of [socket, other]) {
        this.#sockets.add(one);
        one.on('error', () => {});
      }
      socket.pipe(other).pipe(socket);
    });
    await new Promise<void>((resolve) => void server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as { readonly port: number }).port;
    this.#server = server;
  }

  /** Cuts all connections, and takes no others. */
  async cut(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
    const server = this.#server;
    this.#server = undefined;
    if (server) await new Promise((resolve) => void server.close(resolve));
  }
}
