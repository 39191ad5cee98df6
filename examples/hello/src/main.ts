import { createApp } from '@tenon/http';
import { AppModule } from './app.module.js';

// Reads modules and controllers, checks all of it together, makes what is in it, and compiles the routes.
const app = await createApp(AppModule);

// Listens at HOST and PORT until SIGINT or SIGTERM come, then finishes what was accepted and ends.
await app.listen();
