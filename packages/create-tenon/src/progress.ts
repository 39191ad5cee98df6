import colours from 'picocolors';

const FRAMES = ['◐', '◓', '◑', '◒'];
const FRAME_MS = 120;

/**
 * Tells what is being done, step by step. In a terminal the step under way moves; elsewhere each is a line when it is over.
 *
 * The spinner of @clack/prompts reads the keyboard, and ends the process at Ctrl-C before anything can be tidied up.
 */
export class Progress {
  readonly #isTerminal = process.stdout.isTTY && process.env['CI'] === undefined;

  /**
   * @param doing - what is shown meanwhile
   * @param work - gives what is shown afterwards
   */
  async step(doing: string, work: () => Promise<string>): Promise<void> {
    const start = performance.now();
    const seconds = (): string => `${Math.round((performance.now() - start) / 1000)} s`;
    let frame = 0;
    const show = (): void => {
      this.#clear();
      process.stdout.write(`${colours.cyan(FRAMES[frame++ % FRAMES.length])} ${doing} ${colours.dim(seconds())}`);
    };
    if (this.#isTerminal) show();
    const timer = this.#isTerminal ? setInterval(show, FRAME_MS) : undefined;
    try {
      const done = await work();
      this.#clear();
      console.log(`${colours.green('✔')} ${done}`);
    } catch (error) {
      this.#clear();
      console.log(`${colours.red('✖')} ${doing}`);
      throw error;
    } finally {
      clearInterval(timer);
    }
  }

  #clear(): void {
    if (this.#isTerminal) process.stdout.write('\r\u001B[2K');
  }
}
