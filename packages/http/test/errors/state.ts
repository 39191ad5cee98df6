/** An enum of another file: what compilers leave of its type differs. */
export enum State {
  Open = 'open',
  Closed = 'closed',
}
