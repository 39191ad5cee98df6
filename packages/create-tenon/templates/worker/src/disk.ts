import { Injectable } from '@tenon/core';

/** Asks sites how they are. It is a class of its own, so that a test can answer in its place. */
@Injectable()
export class Site {
  /** @returns the status of the answer */
  async ask(url: string, signal: AbortSignal): Promise<number> {
    const { status } = await fetch(url, { method: 'HEAD', signal });
    return status;
  }
}
