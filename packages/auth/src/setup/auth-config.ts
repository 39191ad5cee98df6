import { Configuration, Secret } from '@tenon/config';
import { IsArray, IsInt, IsOptional, IsString, Max, Min, MinLength } from '@tenon/dto';

/** What deployments decide of tokens: the variables that begin with `AUTH_`. */
@Configuration({ prefix: 'AUTH_' })
export class AuthConfig {
  /**
   * Signs the tokens by HS256: at least 32 bytes that nobody can guess (RFC 7518 §3.2). Production needs it unless the
   * application gives keys; elsewhere each process makes one of its own.
   */
  @Secret() @IsOptional() @IsString() secret?: string;
  /** Secrets that signed before, separated by commas: their tokens are good until they end. */
  @Secret() @IsArray() @IsString({ each: true }) previousSecrets: string[] = [];
  /** Who gives the tokens: their `iss`, which is demanded. */
  @IsString() @MinLength(1) issuer: string = 'tenon';
  /** Whom the tokens are for: their `aud`, which is demanded. Default: the issuer. */
  @IsOptional() @IsString() @MinLength(1) audience?: string;
  /** How long a token is good for, in seconds. */
  @IsInt() @Min(1) tokenLifetime: number = 900;
  /** How long refresh tokens may be rotated after somebody has signed in, in seconds: 30 days (NIST SP 800-63B-4 §2.1.3). */
  @IsInt() @Min(1) refreshLifetime: number = 2_592_000;
  /** How long a refresh token is good for that nobody rotates, in seconds: 14 days. */
  @IsInt() @Min(1) refreshIdleLifetime: number = 1_209_600;
  /**
   * How long after a rotation the token before may ask for the same next one again, in seconds: for clients that have lost the reply.
   * With 0, whoever asks twice has to sign in anew.
   */
  @IsInt() @Min(0) @Max(300) refreshLeeway: number = 10;
}
