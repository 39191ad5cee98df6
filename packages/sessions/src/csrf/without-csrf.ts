import { RouteConfig, type RouteMark } from '@tenon/http';

/**
 * Stands on a controller or a method that takes forms of programs, such as a webhook: no token is asked for. Whoever calls it must
 * be known by something that no browser sends by itself, such as a signature of the body. For guards nobody has signed in there by
 * a session.
 *
 * A raw route of Fastify's says `config: { csrf: false }`.
 *
 * @example
 * @Post('/hooks/payments')
 * @WithoutCsrf()
 * paid(@RawBody() body: Buffer, @Headers('signature') signature: string) {}
 */
export function WithoutCsrf(): RouteMark {
  return RouteConfig({ csrf: false });
}
