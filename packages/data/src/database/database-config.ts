import { Configuration } from '@tenon/config';
import { IsIn, IsInt, IsString, Max, Min } from 'class-validator';

/** What the environment says of the database. */
@Configuration({ prefix: 'DATABASE_' })
export class DatabaseConfig {
  /** `DATABASE_URL`: `sqlite:PATH`, `sqlite::memory:` or `postgres://…`. Default: the file `data/app.db`. */
  @IsString() url = 'sqlite:data/app.db';
  /** `DATABASE_POOL_SIZE`: how many connections to PostgreSQL there may be. Default: 10. */
  @IsInt() @Min(1) @Max(1000) poolSize = 10;
  /** `DATABASE_TIMEOUT_MS`: how long to wait for a connection, or for another writer. Default: 5,000. */
  @IsInt() @Min(1) timeoutMs = 5000;
  /** `DATABASE_SLOW_QUERY_MS`: which queries are logged as slow. Default: those that take 200 ms and more. */
  @IsInt() @Min(0) slowQueryMs = 200;
  /**
   * `DATABASE_MIGRATIONS`: what a start does about migrations. `check` refuses a database that lacks some, `apply` does
   * those that it lacks, `ignore` looks at nothing. Default: `check`.
   */
  @IsIn(['check', 'apply', 'ignore']) migrations: 'check' | 'apply' | 'ignore' = 'check';
}
