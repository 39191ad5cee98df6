import { createApp, Module } from '@tenon/http';

@Module({})
class AppModule {}

// As other libraries call it.
const directives = { imgSrc: ["'self'", 'https:'] };

export const provoke = () => createApp(AppModule, { logger: false, contentSecurityPolicy: directives as object });
