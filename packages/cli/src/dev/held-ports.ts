import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApplicationRun } from './application-run.js';
import type { Fault } from './fault.js';
import { FaultReplies } from './fault-replies.js';
import { HeldPort, keyOf, type WantedPort } from './held-port.js';
import type { HoldReport } from './messages.js';
import { FOLDER_PREFIX, forgetOwner, noteOwner, ownerOf } from './port-owner.js';

/** All ports of an application. */
export class HeldPorts {
  readonly #replies = new FaultReplies();
  readonly #ports = new Map<string, HeldPort>();
  readonly #opening = new Map<string, Promise<HeldPort>>();
  /** For sockets at which applications listen, and for what others may know of the ports. */
  readonly #folder = mkdtempSync(join(tmpdir(), `${FOLDER_PREFIX}${process.pid}-`));
  readonly #project: string;

  /** @param project - the folder of whose application the ports are */
  constructor(project: string) {
    this.#project = project;
  }

  /** Opens a port for an application, unless it is open, and answers it. */
  async hold({ process, keys }: ApplicationRun, { id, ...wanted }: HoldReport): Promise<void> {
    try {
      const port = await this.#open(wanted);
      keys.add(port.key);
      const at = port.placeFor(process.generation, this.#folder);
      process.send({ type: 'held', id, key: port.key, url: port.url, at });
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const owner = code === 'EADDRINUSE' ? ownerOf(wanted.port) : undefined;
      const text = owner === undefined ? message : `${message}, by ${owner}`;
      process.send({ type: 'refused', id, message: text, ...(code !== undefined && { code }) });
    }
  }

  /** From now on the clients of a port are this application's. */
  handTo({ process }: ApplicationRun, key: string): void {
    this.#ports.get(key)?.handTo(process);
  }

  /** From now on clients wait. */
  wait(): void {
    for (const port of this.#ports.values()) port.wait();
    this.#replies.show(undefined);
  }

  /**
   * From now on clients are told what is at fault.
   *
   * @param expect - gives where to tell it, if there is no port yet
   */
  async show(fault: Fault, expect: () => Promise<WantedPort | undefined>): Promise<void> {
    this.#replies.show(fault);
    for (const port of this.#ports.values()) port.answer();
    if (this.#ports.size > 0) return;
    const expected = await expect();
    if (!this.#replies.isShowing) return;
    // Where somebody else has it, the application will say so.
    const port = expected && (await this.#open(expected).catch(() => undefined));
    if (this.#replies.isShowing) port?.answer();
  }

  /** Closes the ports that an application does not want any more. */
  keepOnly(keys: ReadonlySet<string>): void {
    for (const [key, port] of this.#ports) {
      if (keys.has(key)) continue;
      port.close();
      forgetOwner(this.#folder, port.port);
      this.#ports.delete(key);
    }
  }

  /** Takes no more clients. */
  close(): void {
    for (const port of this.#ports.values()) port.close();
  }

  /** Takes away what was written. */
  destroy(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #open(wanted: WantedPort): Promise<HeldPort> {
    const key = keyOf(wanted);
    const known = this.#ports.get(key) ?? this.#opening.get(key);
    if (known) return known;
    // The page of a fault and the application that comes after it may want the same port at once.
    const opening = this.#openNew(wanted).finally(() => this.#opening.delete(key));
    this.#opening.set(key, opening);
    return opening;
  }

  async #openNew(wanted: WantedPort): Promise<HeldPort> {
    const port = new HeldPort(wanted, this.#replies);
    await port.open();
    noteOwner(this.#folder, port.port, this.#project);
    this.#ports.set(port.key, port);
    return port;
  }
}
