import { Configuration } from '@tenon/config';
import { IsInt, IsString, Max, Min } from '@tenon/dto';

/** Where the server listens: `HOST` and `PORT` of the environment. */
export class ServerConfig {
  /** The address: `127.0.0.1` for this machine alone, `0.0.0.0` for all of its addresses, as in a container. */
  @IsString() host: string = '127.0.0.1';
  /** 0 for any that is free. */
  @IsInt() @Min(0) @Max(65_535) port: number = 3000;
}

// Not as a decorator: the compiler would make a second name for the class, which the bundle would then call it by.
Configuration()(ServerConfig);
