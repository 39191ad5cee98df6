import { Inject, Injectable } from '@tenon/http';
import { CLOCK, type Clock } from '../clock.js';

/** Knows what one says at which hour. Private to the greeting module: nobody else can ask for it. */
@Injectable()
export class PhraseBook {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  salutation(): string {
    const hour = this.clock.now().getHours();
    if (hour < 12) return 'Good morning';
    return hour < 18 ? 'Good afternoon' : 'Good evening';
  }
}
