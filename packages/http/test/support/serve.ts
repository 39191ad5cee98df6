import { afterEach } from '@jest/globals';
import { type App, type AppOptions, type Class, createApp, Module, type ModuleDefinition } from '@tenon/http';

const running: App[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((app) => app.close()));
});

/** What a test's application is made of: its controllers, or a whole module. */
type Parts = Class<object> | readonly Class<object>[] | ModuleDefinition;

/** Starts an application without a port and without a log. It is closed after the test. */
export async function serve(parts: Parts, options: AppOptions = {}): Promise<App> {
  class TestModule {}
  const definition: ModuleDefinition =
    typeof parts === 'function'
      ? { controllers: [parts] }
      : Array.isArray(parts)
        ? { controllers: parts }
        : (parts as ModuleDefinition);
  Module(definition)(TestModule);
  const app = await createApp(TestModule, { logger: false, ...options });
  running.push(app);
  return app;
}

/**
 * Starts an application at a free port, and gives the port beside it.
 *
 * @param prepare - registers plugins
 */
export async function listen(
  parts: Parts,
  options: AppOptions = {},
  prepare?: (app: App) => void,
): Promise<{ app: App; url: string; port: number }> {
  const app = await serve(parts, options);
  prepare?.(app);
  const url = await app.listen({ host: '127.0.0.1', port: 0, signals: false });
  return { app, url, port: Number(new URL(url).port) };
}
