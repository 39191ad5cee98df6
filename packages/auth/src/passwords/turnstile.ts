import { ServiceUnavailableException } from '@tenon/http';

/**
 * Lets few pass at a time, and few wait: a hash takes memory and a thread of Node's pool, of which there are four, and which
 * the file system and DNS need as well.
 */
export class Turnstile {
  readonly #most: number;
  readonly #mostWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #within = 0;

  /**
   * @param most - how many are within at a time
   * @param mostWaiting - how many may wait; who comes then is answered with 503
   */
  constructor(most: number, mostWaiting: number) {
    this.#most = most;
    this.#mostWaiting = mostWaiting;
  }

  /** @throws ServiceUnavailableException when too many wait already */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#within < this.#most) this.#within++;
    else await this.#wait();
    try {
      return await work();
    } finally {
      // Whoever has waited longest takes the place, so that nobody who comes now gets it first.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#within--;
    }
  }

  #wait(): Promise<void> {
    if (this.#waiting.length >= this.#mostWaiting)
      throw new ServiceUnavailableException('Too many are signing in now.', { headers: { 'retry-after': '1' } });
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }
}
