import { createContext } from '@tenon/core';
import { AppModule } from './app.module.js';

const app = await createContext(AppModule);

// SIGINT and SIGTERM end it in order.
app.closeOnSignals();
