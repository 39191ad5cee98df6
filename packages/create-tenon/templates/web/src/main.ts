import { createApp } from '@tenon/http';
import { APP_OPTIONS } from './app-options.js';
import { AppModule } from './app.module.js';

// Checks the whole application, makes what is in it, and compiles its routes.
const app = await createApp(AppModule, APP_OPTIONS);

// Listens at HOST and PORT, until SIGINT or SIGTERM end it in order.
await app.listen();
