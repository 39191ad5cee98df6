import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Where databases are made and dropped. */
export const SERVER = process.env['TEST_POSTGRES_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

/** Says something to the server itself. */
export async function onServer(statement: string): Promise<void> {
  const child = spawn('psql', [SERVER, '--quiet', '--command', statement], { stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`psql has ended with ${code}: ${statement}`);
}
