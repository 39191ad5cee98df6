import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import type { HeldPort as Held } from '@tenon/core';
import type { ApplicationProcess } from './application-process.js';
import type { FaultReplies } from './fault-replies.js';

/** How long a client waits for an application that is being started, in milliseconds. */
const WAIT_LIMIT_MS = 5000;

/** What an application wants to listen at. */
export interface WantedPort {
  readonly host: string;
  readonly port: number;
  /** Whether it speaks TLS, in which nothing can be said in its place. */
  readonly isSecure: boolean;
}

/** A port that stays open, whichever process serves it, or none. */
export class HeldPort {
  /** The same as long as an application wants the same. */
  readonly key: string;
  readonly #wanted: WantedPort;
  readonly #replies: FaultReplies;
  readonly #servers: Server[] = [];
  /** Clients that wait for an application. */
  readonly #waiting = new Map<Socket, NodeJS.Timeout>();
  #process: ApplicationProcess | undefined;
  #isAnswering = false;

  /** @param replies - answers where no application does */
  constructor(wanted: WantedPort, replies: FaultReplies) {
    this.key = keyOf(wanted);
    this.#wanted = wanted;
    this.#replies = replies;
  }

  /** @throws Node's error, such as EADDRINUSE */
  async open(): Promise<void> {
    const { host, port } = this.#wanted;
    // As Fastify does: at all addresses that this name has.
    const hosts = host === 'localhost' ? (await lookup(host, { all: true })).map(({ address }) => address) : [host];
    try {
      await this.#listen(hosts[0] ?? host, port);
      for (const other of hosts.slice(1)) await this.#listen(other, this.port).catch(() => undefined);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Its number, whichever it is where any was wanted. */
  get port(): number {
    return (this.#servers[0]?.address() as AddressInfo | null)?.port ?? this.#wanted.port;
  }

  /** Under which clients know the application. */
  get url(): string {
    const { host, isSecure } = this.#wanted;
    const name = host.includes(':') ? `[${host}]` : host;
    return `${isSecure ? 'https' : 'http'}://${name}:${this.port}`;
  }

  /**
   * Where the application listens itself, for nobody: a server that can be reached from this machine alone guards itself
   * against pages of others, and looks at where it listens.
   *
   * @param folder - of sockets
   */
  placeFor(generation: string, folder: string): Held['at'] {
    const isLoopback = /^(?:127\.|::1$|localhost$)/.test(this.#wanted.host);
    if (isLoopback || process.platform === 'win32') return { host: '127.0.0.1', port: 0 };
    return { path: join(folder, `${generation}-${this.port}`) };
  }

  /** From now on clients are this process's. */
  handTo(process: ApplicationProcess): void {
    this.#process = process;
    this.#isAnswering = false;
    for (const socket of this.#waiting.keys()) this.#take(socket);
  }

  /** From now on clients wait. */
  wait(): void {
    this.#process = undefined;
    this.#isAnswering = false;
  }

  /** From now on clients are told what is at fault. */
  answer(): void {
    this.#process = undefined;
    this.#isAnswering = true;
    for (const socket of this.#waiting.keys()) this.#take(socket);
  }

  /** Closes the port. */
  close(): void {
    for (const server of this.#servers) server.close();
    for (const [socket, timer] of this.#waiting) {
      clearTimeout(timer);
      socket.destroy();
    }
    this.#waiting.clear();
  }

  async #listen(host: string, port: number): Promise<void> {
    // Nothing is read here of what an application is to get.
    const server = createServer({ pauseOnConnect: true, allowHalfOpen: true, noDelay: true });
    server.on('connection', (socket) => {
      socket.on('error', () => {});
      this.#take(socket);
    });
    server.listen({ host, port });
    await once(server, 'listening');
    this.#servers.push(server);
  }

  #take(socket: Socket): void {
    clearTimeout(this.#waiting.get(socket));
    this.#waiting.delete(socket);
    if (socket.destroyed) return;
    const process = this.#process;
    if (!process) this.#keep(socket);
    else process.connect(this.key, socket, () => (process === this.#process ? this.#keep(socket) : this.#take(socket)));
  }

  /** Where there is no process for it. */
  #keep(socket: Socket): void {
    if (this.#isAnswering) this.#refuse(socket);
    else this.#hold(socket);
  }

  #hold(socket: Socket): void {
    const timer = setTimeout(() => {
      this.#waiting.delete(socket);
      this.#refuse(socket);
    }, WAIT_LIMIT_MS);
    this.#waiting.set(socket, timer);
  }

  #refuse(socket: Socket): void {
    if (this.#wanted.isSecure || socket.destroyed) socket.destroy();
    else this.#replies.connect(socket);
  }
}

export function keyOf({ host, port, isSecure }: WantedPort): string {
  return `${isSecure ? 'https' : 'http'}://${host}:${port}`;
}
