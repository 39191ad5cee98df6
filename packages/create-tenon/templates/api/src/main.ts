import { createApp } from '@tenon/http';
import { AppModule } from './app.module.js';

// Checks the whole application, makes what is in it, and compiles its routes.
const app = await createApp(AppModule);

// Listens at HOST and PORT, until SIGINT or SIGTERM end it in order.
await app.listen();
