/** How one check has gone. */
export interface HealthResult {
  readonly name: string;
  readonly isHealthy: boolean;
  /** How long it took, in milliseconds. */
  readonly ms: number;
  /** What the check gave, where that is an object. */
  readonly details?: object;
  /** What it threw. */
  readonly error?: string;
}
