/** Says to the configuration of examples/conduit what the benchmark decides. It is imported before anything of it. */
export function setEnvironment(databaseUrl: string): void {
  Object.assign(process.env, {
    DATABASE_URL: databaseUrl,
    DATABASE_MIGRATIONS: 'ignore',
    AUTH_SECRET: SECRET,
    SESSION_SECRET: SECRET,
  });
}

/** By which both subjects know their tokens. */
export const SECRET = 'a secret of the benchmark: nobody else has to keep it';
