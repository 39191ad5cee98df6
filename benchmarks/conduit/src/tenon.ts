import { createApp } from '@tenon/http';
import { APP_OPTIONS } from '../../../examples/conduit/dist/app-options.js';
import { AppModule } from '../../../examples/conduit/dist/app.module.js';

/* examples/conduit as it is, with all defaults, but for the lines of the log. */

export async function listen(): Promise<number> {
  const app = await createApp(AppModule, { ...APP_OPTIONS, logger: false });
  return Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port);
}
