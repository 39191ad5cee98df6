/** Whether something can be a time limit, in milliseconds. Node's timers take what is longer than 24 days for a millisecond. */
export function isTimeLimit(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 2_147_483_647;
}
