import { createApp, Injectable, Module, RequestContext } from '@tenon/http';

@Injectable({ scope: 'request' })
class Tenant {
  constructor(readonly context: RequestContext) {}
}

@Module({ providers: [Tenant] })
class AppModule {}

export const provoke = async () => {
  await using app = await createApp(AppModule, { logger: false });
  await using scope = app.context.createRequestScope();
  return scope.get(Tenant);
};
