/** What stands between an application and its database, and what to do about it. */
export interface ConnectionProblem {
  /** Goes on behind the database's URL. */
  readonly problem: string;
  readonly fix: string;
}

/** Says why a database cannot be reached. */
export function connectionProblem(cause: unknown, url: string): ConnectionProblem {
  const { code, errcode, message } = firstOf(cause);
  const name = url.startsWith('postgres') ? new URL(url).pathname.slice(1) : url;
  const known = PROBLEMS[String(typeof errcode === 'number' ? errcode % 256 : code)];
  if (known) return { problem: known.problem, fix: known.fix.replaceAll('NAME', name) };
  const [line = ''] = String(message).split('\n');
  if (code === 'ETIMEDOUT' || /connection timeout|timeout exceeded/.test(line)) return TOO_SLOW;
  return { problem: `cannot be used: ${line}`, fix: 'see whether DATABASE_URL names the right database' };
}

const TOO_SLOW: ConnectionProblem = {
  problem: 'has not answered within DATABASE_TIMEOUT_MS',
  fix: 'see whether DATABASE_URL has the right host and port, and whether a firewall lets this process through',
};

const NO_FOLDER: ConnectionProblem = {
  problem: 'cannot be opened: its folder cannot be made',
  fix: 'name a file in DATABASE_URL whose folder is there, or may be made',
};

/** By the code of Node, PostgreSQL or SQLite. */
const PROBLEMS: Readonly<Record<string, ConnectionProblem>> = {
  ECONNREFUSED: {
    problem: 'cannot be reached: no server listens there',
    fix: 'start the server, or name another one in DATABASE_URL',
  },
  ENOTFOUND: { problem: 'cannot be reached: there is no such host', fix: 'correct the host in DATABASE_URL' },
  '3D000': { problem: 'is not there: the server has none of this name', fix: 'make it: createdb NAME' },
  '28P01': { problem: 'refuses the password', fix: 'correct the user and the password in DATABASE_URL' },
  '28000': { problem: 'refuses the user', fix: 'correct the user in DATABASE_URL' },
  '53300': {
    problem: 'takes no more connections',
    fix: 'let DATABASE_POOL_SIZE, times the number of processes, be less than max_connections of the server',
  },
  EACCES: NO_FOLDER,
  EEXIST: NO_FOLDER,
  ENOTDIR: NO_FOLDER,
  EROFS: NO_FOLDER,
  // SQLITE_BUSY
  '5': {
    problem: 'is locked by another process',
    fix: 'end the process that has it, or give DATABASE_TIMEOUT_MS more',
  },
  // SQLITE_READONLY
  '8': { problem: 'cannot be written to', fix: 'let this process write to the file and to its folder' },
  // SQLITE_CANTOPEN
  '14': { problem: 'cannot be opened', fix: 'name a file in DATABASE_URL that this process may read and write' },
  // SQLITE_NOTADB
  '26': { problem: 'is no SQLite database', fix: 'name another file in DATABASE_URL' },
};

/** A host with several addresses has failed with one error for each. */
function firstOf(cause: unknown): { readonly [name in 'code' | 'errcode' | 'message']?: unknown } {
  const { errors } = cause as { readonly errors?: readonly unknown[] };
  return (errors?.[0] ?? cause) as object;
}
