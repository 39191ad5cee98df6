import { Inject, Injectable } from '@tenon/http';
import { CLOCK, type Clock } from '../clock.js';
import type { Entry, NewEntry } from './entry.js';

/** Keeps what guests have written, for as long as the process runs. */
@Injectable()
export class GuestBook {
  readonly #entries = new Map<number, Entry>();
  #lastNumber = 0;

  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  entries(): readonly Entry[] {
    return [...this.#entries.values()];
  }

  find(number: number): Entry | undefined {
    return this.#entries.get(number);
  }

  write({ name, text }: NewEntry, address: string): Entry {
    const number = ++this.#lastNumber;
    const entry: Entry = { number, name, text, writtenAt: this.clock.now(), address };
    this.#entries.set(number, entry);
    return entry;
  }

  /** @returns whether there was such an entry */
  remove(number: number): boolean {
    return this.#entries.delete(number);
  }
}
