import { type App, type AppOptions, type Class, createApp, Module, TenonError } from '@tenon/http';

/** Makes an application of some controllers. */
export async function serve(controllers: Class[], options: AppOptions = {}): Promise<App> {
  @Module({ controllers })
  class AppModule {}
  return createApp(AppModule, { logger: false, ...options });
}

/** Gives the codes of the faults that a boot fails with. */
export async function codesOf(app: Promise<App>): Promise<string[]> {
  try {
    await using booted = await app;
    await booted.ready();
    return [];
  } catch (error) {
    if (error instanceof TenonError) return error.diagnostics.map(({ code }) => code.replace('TENON_HTTP_', ''));
    throw error;
  }
}

/** Gives the text of a reply, or its status where it is none of success. */
export async function ask(
  app: App,
  url: string,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS' = 'GET',
  headers: Record<string, string> = {},
): Promise<string | number> {
  const { statusCode, body } = await app.inject({ method, url, headers });
  return statusCode < 300 ? body : statusCode;
}
