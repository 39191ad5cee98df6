import { setTimeout as wait } from 'node:timers/promises';
import type { EntityManager, MikroORM } from '@mikro-orm/sql';
import type { DatabaseKind } from '../drivers/database-url.js';

/** Of PostgreSQL's advisory locks, the one that is ours: "tenon" in ASCII. */
const LOCK = 0x74_65_6e_6f_6e;
const PAUSE_MS = 100;

/**
 * Does work in a transaction, while nobody else migrates this database.
 *
 * On SQLite the transaction itself is the lock: there is one writer. On PostgreSQL it is asked for again and again: whoever
 * waits for a lock within a statement is seen by `create index concurrently`, which would wait for him in turn.
 *
 * @param onWait - is called once, if somebody else is at it
 */
export async function withLock<R>(
  orm: MikroORM,
  kind: DatabaseKind,
  work: (em: EntityManager) => Promise<R>,
  onWait?: () => void,
): Promise<R> {
  const em = orm.em.fork({ disableContextResolution: true, clear: true });
  if (kind === 'postgres') {
    return em.transactional(async (own) => {
      for (let isFirst = true; !(await takesLock(own)); isFirst = false) {
        if (isFirst) onWait?.();
        await wait(PAUSE_MS);
      }
      return work(own);
    });
  }
  // Tables are changed by making them anew, and where foreign keys count, rows that refer to the old one go with it.
  // Within a transaction it could not be switched. @see https://www.sqlite.org/lang_altertable.html#otheralter
  await em.execute('pragma foreign_keys = off');
  try {
    return await beginWhenFree(em, work, onWait);
  } finally {
    await em.execute('pragma foreign_keys = on');
  }
}

async function takesLock(em: EntityManager): Promise<boolean> {
  const [row]: { readonly taken: boolean }[] = await em.execute(`select pg_try_advisory_xact_lock(${LOCK}) as taken`);
  return row?.taken === true;
}

/** A migration of another process may take longer than writers usually wait. */
async function beginWhenFree<R>(
  em: EntityManager,
  work: (em: EntityManager) => Promise<R>,
  onWait?: () => void,
): Promise<R> {
  for (let isFirst = true; ; isFirst = false) {
    let hasBegun = false;
    try {
      return await em.transactional((own) => {
        hasBegun = true;
        return work(own);
      });
    } catch (error) {
      if (hasBegun || !/database is locked/.test(String(error))) throw error;
      if (isFirst) onWait?.();
    }
  }
}
