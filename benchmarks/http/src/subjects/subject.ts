/** One server under measure. */
export interface Subject {
  /** Starts it on a free port of the loopback address, and gives the port. */
  listen(): Promise<number>;
}

export const HOST = '127.0.0.1';

/** The port in what a server gives as its address. */
export function portOf(address: unknown): number {
  if (typeof address !== 'object' || address === null || !('port' in address)) throw new Error('No port');
  return Number(address.port);
}
