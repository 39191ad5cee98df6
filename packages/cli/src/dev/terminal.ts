import { stdin, stdout } from 'node:process';
import { coloursFor } from '../project/colours.js';
import type { Fault } from './fault.js';

/** What a key asks for. */
export type Key = 'restart' | 'quit';

const KEYS: ReadonlyMap<string, Key> = new Map([
  ['r', 'restart'],
  ['q', 'quit'],
  ['\u0003', 'quit'],
  ['\u0004', 'quit'],
]);

const colours = coloursFor(stdout);

/** What the dev server says and hears in the terminal, between the lines of the application. */
export class Terminal {
  #isListening = false;

  /** Says one thing. */
  say(text: string): void {
    console.log(`${colours.cyan('tenon')}  ${text}`);
  }

  /** Shows what is at fault, and says how it goes on. */
  show({ heading, text }: Fault): void {
    const coloured = text.replaceAll(/^TENON_\w+/gm, (code) => colours.red(code));
    console.error(`${colours.red('tenon')}  ${heading}\n\n${coloured}\n`);
    this.say(`the next edit starts it again${this.#isListening ? ', and so does the key r' : ''}`);
  }

  /** Shows what another program has found. */
  quote(text: string): void {
    console.log(`${colours.yellow('types')}  ${text.includes('\n') ? `\n${text}\n` : text}`);
  }

  /**
   * Takes the keys from the terminal, where there is one.
   *
   * Before any process is started that has the same terminal: Node leaves it as it was when its process began.
   */
  open(): void {
    if (!stdin.isTTY) return;
    this.#isListening = true;
    stdin.setRawMode(true);
  }

  /** Listens to keys. */
  onKey(take: (key: Key) => void): void {
    if (!this.#isListening) return;
    stdin.setEncoding('utf8').resume();
    stdin.on('data', (keys: string) => {
      for (const key of keys) {
        const known = KEYS.get(key);
        if (known) take(known);
        // An empty line sets off what comes next, as in any terminal.
        else if (key === '\r') stdout.write('\n');
      }
    });
    this.say('r restarts, q quits');
  }

  /** Leaves the terminal as it was. */
  close(): void {
    if (!this.#isListening) return;
    stdin.setRawMode(false).pause();
  }
}
