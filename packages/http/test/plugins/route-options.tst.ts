import '@fastify/compress';
import '@fastify/rate-limit';
import '@fastify/websocket';
import { FastifyOptions, Get, RouteConfig } from '@tenon/http';

/** What plugins declare of routes is known to the decorators. */
export class Controller {
  @RouteConfig({ rateLimit: { max: 10, timeWindow: '1 minute' }, ofAnother: true })
  @FastifyOptions({ compress: false, logLevel: 'warn', wsHandler: (socket) => socket.close() })
  @Get()
  right() {}

  // @ts-expect-error -- the limit is a number
  @RouteConfig({ rateLimit: { max: '10' } })
  // @ts-expect-error -- it is false, or an object
  @FastifyOptions({ compress: 'never' })
  @Get()
  wrong() {}

  // @ts-expect-error -- guards and @UseHooks say this
  @FastifyOptions({ onRequest: () => {} })
  // @ts-expect-error -- the method is the handler
  @FastifyOptions({ handler: () => {} })
  // @ts-expect-error -- it would take the method for what serves the socket: that is what wsHandler says
  @FastifyOptions({ websocket: true })
  @Get()
  saidElsewhere() {}
}
