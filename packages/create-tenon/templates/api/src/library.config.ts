import { Configuration } from '@tenon/config';
import { IsInt, Max, Min } from '@tenon/dto';

/** What the application wants from the environment. `HOST`, `PORT` and `LOG_LEVEL` are the server's own. */
@Configuration({ prefix: 'LIBRARY_' })
export class LibraryConfig {
  /** LIBRARY_PAGE_SIZE: how many books a page of the list has. */
  @IsInt() @Min(1) @Max(1000) pageSize = 20;
}
