import { createContext, createToken, Module, provide } from '@tenon/core';

interface Database {
  query(sql: string): Promise<unknown[]>;
}

const DATABASE = createToken<Database>('database');

async function connect(url: string): Promise<Database> {
  throw new Error(`connect ECONNREFUSED ${url}`);
}

@Module({ providers: [provide(DATABASE, { useFactory: () => connect('127.0.0.1:5432') })] })
class DataModule {}

@Module({ imports: [DataModule] })
class AppModule {}

export const provoke = () => createContext(AppModule);
