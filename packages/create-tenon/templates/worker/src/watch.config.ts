import { Configuration } from '@tenon/config';
import { IsInt, IsString, Max, Min } from 'class-validator';

/** What the worker wants from the environment. */
@Configuration({ prefix: 'WATCH_' })
export class WatchConfig {
  /** WATCH_FOLDER: whose disk is looked at. */
  @IsString() folder = '.';

  /** WATCH_LEAST_MB: how many megabytes must be free. */
  @IsInt() @Min(0) leastMb = 100;

  /** WATCH_INTERVAL_SECONDS: how long it waits between two looks. */
  @IsInt() @Min(1) @Max(86_400) intervalSeconds = 30;
}
