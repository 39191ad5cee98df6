import { createContext, Injectable, Module } from '@tenon/core';

@Injectable()
class Database {}

@Module({ providers: [Database] })
class DataModule {}

/** No module lists it: it sees what the root module sees. */
@Injectable()
class Reports {
  constructor(readonly database: Database) {}
}

@Injectable()
class ReportController {
  constructor(readonly reports: Reports) {}
}

@Module({ imports: [DataModule], controllers: [ReportController] })
class ReportModule {}

@Module({ imports: [ReportModule] })
class AppModule {}

export const provoke = () => createContext(AppModule);
