import { createContext, createToken, Module, provide } from '@tenon/core';

interface Database {
  readonly url: string;
}

const DATABASE = createToken<Database>('database');
let isUp = false;

async function connect(url: string): Promise<Database> {
  if (!isUp) {
    isUp = true;
    throw new Error(`connect ECONNREFUSED ${url}`);
  }
  return { url };
}

// #region mend
async function connectPatiently(url: string, attempts = 10): Promise<Database> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await connect(url);
    } catch (failure) {
      if (attempt === attempts) throw failure;
    }
  }
}

@Module({ providers: [provide(DATABASE, { useFactory: () => connectPatiently('127.0.0.1:5432') })] })
class DataModule {}
// #endregion

export const mended = () => createContext(DataModule);
