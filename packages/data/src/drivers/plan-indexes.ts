import type { Options } from '@mikro-orm/sql';

/**
 * Leaves out the index of a foreign key with which the primary key begins, as that of a pivot table does: the index of the
 * primary key serves, and each index is one more to write for each row.
 */
export const DISCOVERY: NonNullable<Options['discovery']> = {
  afterDiscovered(storage) {
    for (const meta of storage.getAll().values()) {
      if (!meta.compositePK) continue;
      const [first] = meta.getPrimaryProps();
      // What has a name was asked for.
      if (first?.index === true) delete first.index;
    }
  },
};
