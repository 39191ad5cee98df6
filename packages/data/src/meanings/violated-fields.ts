import type { EntityMetadata, EntityProperty, MikroORM } from '@mikro-orm/sql';

/**
 * Gives the properties whose values must be unique and are not, by the names that the entity has for them.
 *
 * @param error - as SQLite or PostgreSQL gave it: both name the table and its columns
 * @returns nothing where they are not named, as for an index on an expression
 */
export function violatedFields(error: Error, orm: MikroORM): string[] {
  const found = ofSqlite(error.message) ?? ofPostgres(error);
  if (!found) return [];
  const { table, columns } = found;
  const entities = Array.from(orm.getMetadata()).filter(({ tableName }) => tableName === table);
  return columns.map((column) => propertyOf(entities, column)).filter((name) => name !== undefined);
}

interface Columns {
  readonly table: string;
  readonly columns: readonly string[];
}

/** `UNIQUE constraint failed: child.tenant, child.slug` */
function ofSqlite(message: string): Columns | undefined {
  const list = /UNIQUE constraint failed: ([^:']+)$/.exec(message)?.[1]?.split(', ');
  const table = list?.[0]?.slice(0, list[0].lastIndexOf('.'));
  return list && table ? { table, columns: list.map((name) => name.slice(name.lastIndexOf('.') + 1)) } : undefined;
}

/** `Key (tenant, "slugOf")=(1, a) already exists.`, in any language. */
function ofPostgres(error: Error): Columns | undefined {
  const { table, detail } = error as { readonly table?: unknown; readonly detail?: unknown };
  const list = typeof detail === 'string' ? /\(([^()]+)\)=\(/.exec(detail)?.[1] : undefined;
  if (typeof table !== 'string' || list === undefined) return undefined;
  return { table, columns: list.split(', ').map((name) => name.replaceAll('"', '')) };
}

function propertyOf(entities: readonly EntityMetadata[], column: string): string | undefined {
  for (const { props } of entities) {
    const found = props.find(({ fieldNames }: EntityProperty) => fieldNames?.includes(column));
    if (found) return found.embedded ? found.embedded.join('.') : found.name;
  }
  return undefined;
}
