import { Injectable, Logger, type OnClosing, type OnReady } from '@tenon/core';
import { Site } from './site.js';
import { WatchConfig } from './watch.config.js';

/** Asks the site at an interval, and logs what it answers. */
@Injectable()
export class WatchJob implements OnReady, OnClosing {
  readonly #closing = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  /** The question that is under way. */
  #question: Promise<void> | undefined;

  constructor(
    private readonly site: Site,
    private readonly config: WatchConfig,
    private readonly logger: Logger,
  ) {}

  /** Begins to work, once everything is there. */
  onReady(): void {
    this.#work();
    this.#timer = setInterval(() => this.#work(), this.config.intervalSeconds * 1000);
  }

  /** Takes up no more work, and ends what is under way. */
  async onClosing(): Promise<void> {
    clearInterval(this.#timer);
    this.#closing.abort();
    await this.#question;
  }

  /** Asks, unless the last question is still open. */
  #work(): void {
    this.#question ??= this.#ask().finally(() => (this.#question = undefined));
  }

  async #ask(): Promise<void> {
    const { signal } = this.#closing;
    const { url } = this.config;
    try {
      const status = await this.site.ask(url, signal);
      this.logger.info('answered', { url, status });
    } catch (error) {
      if (!signal.aborted) this.logger.warn('did not answer', { url, error });
    }
  }
}
