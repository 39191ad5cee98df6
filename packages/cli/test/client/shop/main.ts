import 'reflect-metadata';
import { createApp } from '@tenon/http';
import { AppModule } from './app.module.js';

const app = await createApp(AppModule);
await app.listen();
