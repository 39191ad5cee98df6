import { Configuration } from '@tenon/config';
import { IsInt, IsUrl, Max, Min } from 'class-validator';

/** What the worker wants from the environment. */
@Configuration({ prefix: 'WATCH_' })
export class WatchConfig {
  /** WATCH_URL: which site is asked. */
  @IsUrl({ require_tld: false }) url = 'http://127.0.0.1:3000/health/live';

  /** WATCH_INTERVAL_SECONDS: how long it waits between two questions. */
  @IsInt() @Min(1) @Max(86_400) intervalSeconds = 30;
}
