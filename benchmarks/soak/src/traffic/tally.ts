/** What has been sent, and how it was answered. */
export class Tally {
  good = 0;
  hostile = 0;
  /** Good requests that got another answer than they should have, with that answer. */
  readonly failed: string[] = [];
  /** Hostile cases that were answered with 5xx. */
  readonly serverErrors: string[] = [];
}
