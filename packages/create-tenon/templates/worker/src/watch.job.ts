import { Injectable, Logger, type OnClosing, type OnReady } from '@tenon/core';
import { Disk } from './disk.js';
import { WatchConfig } from './watch.config.js';

/** Looks at the disk at an interval, and warns when it is nearly full. */
@Injectable()
export class WatchJob implements OnReady, OnClosing {
  #timer: NodeJS.Timeout | undefined;
  /** The look that is under way. */
  #look: Promise<void> | undefined;

  constructor(
    private readonly disk: Disk,
    private readonly config: WatchConfig,
    private readonly logger: Logger,
  ) {}

  /** Begins to work, once everything is there. */
  onReady(): void {
    this.#work();
    this.#timer = setInterval(() => this.#work(), this.config.intervalSeconds * 1000);
  }

  /** Takes up no more work, and finishes what is under way. */
  async onClosing(): Promise<void> {
    clearInterval(this.#timer);
    await this.#look;
  }

  /** Looks, unless the last look is not over yet. */
  #work(): void {
    this.#look ??= this.#lookOnce().finally(() => (this.#look = undefined));
  }

  async #lookOnce(): Promise<void> {
    const { folder, leastMb } = this.config;
    try {
      const freeMb = await this.disk.freeMb(folder);
      if (freeMb < leastMb) this.logger.warn('the disk is nearly full', { folder, freeMb, leastMb });
      else this.logger.info('the disk has room', { folder, freeMb });
    } catch (error) {
      this.logger.error('the disk cannot be looked at', { folder, error });
    }
  }
}
