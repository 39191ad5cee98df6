import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApplicationRun } from './application-run.js';
import type { Fault } from './fault.js';
import { FaultReplies } from './fault-replies.js';
import { HeldPort, keyOf, type WantedPort } from './held-port.js';
import type { HoldReport } from './messages.js';

/** All ports of an application. */
export class HeldPorts {
  readonly #replies = new FaultReplies();
  readonly #ports = new Map<string, HeldPort>();
  /** For sockets at which applications listen. */
  readonly #folder = mkdtempSync(join(tmpdir(), 'tenon-dev-'));

  /** Opens a port for an application, unless it is open, and answers it. */
  async hold({ process, keys }: ApplicationRun, { id, ...wanted }: HoldReport): Promise<void> {
    try {
      const port = await this.#open(wanted);
      keys.add(port.key);
      const at = port.placeFor(process.generation, this.#folder);
      process.send({ type: 'held', id, key: port.key, url: port.url, at });
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      process.send({ type: 'refused', id, message, ...(code !== undefined && { code }) });
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
   * @param expected - where to tell it, if there is no port yet
   */
  async show(fault: Fault, expected: WantedPort | undefined): Promise<void> {
    this.#replies.show(fault);
    for (const port of this.#ports.values()) port.answer();
    if (this.#ports.size > 0 || expected === undefined) return;
    // Where somebody else has it, the application will say so.
    const port = await this.#open(expected).catch(() => undefined);
    if (this.#replies.isShowing) port?.answer();
  }

  /** Closes the ports that an application does not want any more. */
  keepOnly(keys: ReadonlySet<string>): void {
    for (const [key, port] of this.#ports) {
      if (keys.has(key)) continue;
      port.close();
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
    const known = this.#ports.get(keyOf(wanted));
    if (known) return known;
    const port = new HeldPort(wanted, this.#replies);
    await port.open();
    this.#ports.set(port.key, port);
    return port;
  }
}
