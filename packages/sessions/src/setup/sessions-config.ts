import { Configuration, Secret } from '@tenon/config';
import { IsArray, IsInt, IsOptional, IsString, Min } from '@tenon/dto';

/** What deployments decide of sessions: the variables that begin with `SESSION_`. */
@Configuration({ prefix: 'SESSION_' })
export class SessionsConfig {
  /**
   * Seals the cookies: at least 32 bytes that nobody can guess. Production needs it; in development it is made once for the
   * project, and kept in `node_modules/.cache`.
   */
  @Secret() @IsOptional() @IsString() secret?: string;
  /** Secrets that sealed before, separated by commas: their sessions are good until they end. */
  @Secret() @IsArray() @IsString({ each: true }) previousSecrets: string[] = [];
  /** How long a session lasts that nobody uses, in seconds. */
  @IsInt() @Min(60) idle: number = 7200;
  /** How long a session lasts at most, from its beginning or from signing in, in seconds. */
  @IsInt() @Min(60) lifetime: number = 43_200;
}
