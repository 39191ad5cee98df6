import { seed } from '@tenon/data';
import { createApp, Logger } from '@tenon/http';
import { APP_OPTIONS } from './app-options.js';
import { AppModule } from './app.module.js';
import { DEMO_ACCOUNT } from './demo/demo-content.js';

const app = await createApp(AppModule, APP_OPTIONS);
const isProduction = process.env['NODE_ENV'] === 'production';
if (!isProduction) await seed(app.context);

const url = await app.listen();
if (!isProduction) {
  const { email, password } = DEMO_ACCOUNT;
  const logger = app.get(Logger);
  logger.info(`The site: ${url}/. The page of its API: ${url}/docs`);
  logger.info(`An account to sign in with: ${email}, ${password}`);
}
