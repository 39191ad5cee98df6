import { createHash } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/sql';

/** Where a database says which tables it has. */
const MARK = 'tenon test database: ';

/**
 * Makes a database for tests on a PostgreSQL server, unless it is there and has the tables of the entities: that is kept
 * from one run to the next.
 */
export async function preparePostgres(url: string, make: (url: string) => Promise<MikroORM>): Promise<void> {
  const name = decodeURIComponent(new URL(url).pathname.slice(1));
  const server = await make(Object.assign(new URL(url), { pathname: '/postgres' }).href);
  const quoted = `"${name.replaceAll('"', '""')}"`;
  try {
    const wanted =
      MARK +
      createHash('sha256')
        .update(await server.schema.getCreateSchemaSQL())
        .digest('hex');
    const [known] = await server.em
      .getConnection()
      .execute<{ mark: string | null }[]>(
        "select shobj_description(oid, 'pg_database') as mark from pg_database where datname = ?",
        [name],
      );
    if (known?.mark === wanted) return;
    if (known && known.mark?.startsWith(MARK) !== true) {
      throw new Error(`The database ${name} was not made for tests, and would lose all that is in it.`);
    }
    await server.em.getConnection().execute(`drop database if exists ${quoted} with (force)`);
    await server.em.getConnection().execute(`create database ${quoted}`);
    const orm = await make(url);
    try {
      await orm.schema.create();
    } finally {
      await orm.close();
    }
    await server.em.getConnection().execute(`comment on database ${quoted} is '${wanted}'`);
  } finally {
    await server.close();
  }
}

/** Lets all ids begin at 1, as those of an empty database do: what was taken of a sequence is not rolled back. */
export const resetSequences = `select setval(seqrelid, seqstart, false) from pg_sequence`;
