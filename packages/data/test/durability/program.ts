/* Writes as fast as it can, and says what it has written, until it is killed. */
import 'reflect-metadata';
import { writeSync } from 'node:fs';
import { createContext, Module } from '@tenon/core';
import { DataModule, Database, Entity, PrimaryKey, Property } from '@tenon/data';

@Entity()
class Half {
  @PrimaryKey() id!: number;
  @Property() pair!: string;
}

const [url, run] = process.argv.slice(2) as [string, string];

@Module({ imports: [DataModule.with({ entities: [Half], url })] })
class AppModule {}

const context = await createContext(AppModule);
const database = context.get(Database);
await database.orm.schema.update();

/** Each pair is written by one transaction; once that has been committed, its name is printed. */
async function write(writer: number): Promise<void> {
  for (let count = 0; ; count++) {
    const pair = `${run}-${writer}-${count}`;
    await database.transaction(async (em) => {
      await em.insert(Half, { pair });
      await em.insert(Half, { pair });
    });
    writeSync(1, `${pair}\n`);
  }
}

await Promise.all([1, 2, 3, 4].map(write));
