/**
 * Node's HTTP. An import of `node:http` would load all that it exports, among it WebSocket and with that undici: a fifth of
 * what the boot of a small application takes.
 */
export const http = process.getBuiltinModule('node:http');
