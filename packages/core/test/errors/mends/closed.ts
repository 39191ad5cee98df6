import { createContext, Injectable, Module } from '@tenon/core';

@Injectable()
class Reports {
  async write() {}
}

@Module({ providers: [Reports] })
class AppModule {}

// #region mend
const context = await createContext(AppModule);
const reports = context.get(Reports);
await reports.write();
await context.close();
// #endregion

export const mended = () => reports.write();
