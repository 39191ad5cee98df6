import { dirname, relative } from 'node:path/posix';

/** Gives how one source file imports another: `./order.service.js`. */
export function importPath(from: string, to: string): string {
  const path = relative(dirname(from), to).replace(/\.(m?)ts$/, '.$1js');
  return path.startsWith('.') ? path : `./${path}`;
}
