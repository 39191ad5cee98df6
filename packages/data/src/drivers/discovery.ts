import type { EntityMetadata, Options } from '@mikro-orm/sql';

/** Mends what MikroORM has made of the entities, for both databases. */
export const DISCOVERY: NonNullable<Options['discovery']> = {
  afterDiscovered(storage) {
    for (const meta of storage.getAll().values()) {
      leaveOutIndex(meta);
      compareDates(meta);
    }
  },
};

/**
 * Leaves out the index of a foreign key with which the primary key begins, as that of a pivot table does: the index of the
 * primary key serves, and each index is one more to write for each row.
 */
function leaveOutIndex(meta: EntityMetadata): void {
  if (!meta.compositePK) return;
  const [first] = meta.getPrimaryProps();
  // What has a name was asked for.
  if (first?.index === true) delete first.index;
}

/**
 * Has dates compared as dates, whatever their column is called. On SQLite they are numbers, and MikroORM 7.2.1 compares
 * those of `type: 'datetime'` by their identity: each flush would write all rows that were loaded, and count up their
 * versions.
 */
function compareDates({ props }: EntityMetadata): void {
  for (const prop of props) if (prop.runtimeType === 'Date' && !prop.customType) prop.type = 'Date' as never;
}
