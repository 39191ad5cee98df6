/** Says why a database cannot be reached, and what to do about it. */
export function connectionProblem(cause: unknown, url: string): { problem: string; fix: string } {
  const { code, message } = firstOf(cause);
  const known = code === undefined ? undefined : PROBLEMS[code];
  if (known) return { problem: known.problem, fix: known.fix(url) };
  return {
    problem: `cannot be used: ${message.split('\n')[0]}`,
    fix: 'see whether DATABASE_URL names the right database',
  };
}

interface Problem {
  readonly problem: string;
  readonly fix: (url: string) => string;
}

const PROBLEMS: Readonly<Record<string, Problem>> = {
  ECONNREFUSED: {
    problem: 'refuses connections: no server listens there',
    fix: () => 'start the server, or name another one in DATABASE_URL',
  },
  ENOTFOUND: {
    problem: 'is at no host that is known',
    fix: () => 'correct the host in DATABASE_URL',
  },
  '3D000': {
    problem: 'does not exist on that server',
    fix: (url) => `create it: createdb ${new URL(url).pathname.slice(1)}`,
  },
  '28P01': {
    problem: 'refuses the password',
    fix: () => 'correct the user and the password in DATABASE_URL',
  },
  '28000': {
    problem: 'refuses the user',
    fix: () => 'correct the user in DATABASE_URL',
  },
};

/** A host with several addresses has failed with one error for each. */
function firstOf(cause: unknown): { code?: string; message: string } {
  const { errors } = cause as { readonly errors?: readonly unknown[] };
  const first = (errors?.[0] ?? cause) as { readonly code?: unknown; readonly message?: unknown };
  return { ...(typeof first.code === 'string' && { code: first.code }), message: String(first.message) };
}
