import { type EntityManager, TableNotFoundException } from '@mikro-orm/sql';

/** The table in which a database keeps what was done to it. */
export const LOG_TABLE = 'tenon_migrations';

/** A migration that a database has had. */
export interface AppliedMigration {
  readonly name: string;
  /** In ISO 8601. */
  readonly appliedAt: string;
}

interface Row {
  readonly name: string;
  readonly applied_at: string;
}

/** Gives what a database has had, in the order in which it was done. */
export async function readLog(em: EntityManager): Promise<AppliedMigration[]> {
  try {
    const rows: Row[] = await em.execute(`select name, applied_at from ${LOG_TABLE} order by id`);
    return rows.map(({ name, applied_at: appliedAt }) => ({ name, appliedAt }));
  } catch (error) {
    // There has been none yet.
    if (error instanceof TableNotFoundException) return [];
    throw error;
  }
}

/** Makes the table. It is called with the lock, since PostgreSQL fails where two do so at once. */
export async function makeLog(em: EntityManager): Promise<void> {
  await em.execute(
    `create table if not exists ${LOG_TABLE} (id integer primary key, name varchar(255) not null unique, applied_at varchar(30) not null)`,
  );
}

export async function addToLog(em: EntityManager, name: string): Promise<void> {
  const next = `(select coalesce(max(id), 0) + 1 from ${LOG_TABLE})`;
  await em.execute(`insert into ${LOG_TABLE} (id, name, applied_at) values (${next}, ?, ?)`, [
    name,
    new Date().toISOString(),
  ]);
}

export async function removeFromLog(em: EntityManager, name: string): Promise<void> {
  await em.execute(`delete from ${LOG_TABLE} where name = ?`, [name]);
}
