/** Ends a command with code 1 that has said what is wrong. */
export class CommandFailed extends Error {}
