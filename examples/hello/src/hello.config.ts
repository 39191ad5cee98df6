import { Configuration, Secret } from '@tenon/config';
import { IsOptional, IsString, MinLength } from '@tenon/dto';

/** What the application wants from the environment. `HOST` and `PORT` are the server's own. */
@Configuration({ prefix: 'HELLO_' })
export class HelloConfig {
  /** HELLO_HOST_KEY: who has it may take entries out of the guest book. Without one, nobody may. */
  @Secret() @IsOptional() @IsString() @MinLength(8) hostKey?: string;
}
