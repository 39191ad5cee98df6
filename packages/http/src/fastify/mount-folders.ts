import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { asError } from '../compile/thrown-value.js';
import { prefixOf, serveStatic, type StaticFolder } from '../files/static-folder.js';

/** Mounts folders as raw routes: whatever route of a controller is more exact stands before them. */
export function mountFolders(fastify: FastifyInstance, folders: readonly StaticFolder[]): void {
  for (const options of folders) {
    const serve = serveStatic(options);
    const handler = (request: FastifyRequest, reply: FastifyReply): void => {
      serve(request, reply).catch((error: unknown) => reply.send(asError(error)));
    };
    // What the router would take for a parameter is a part of the path.
    const url = `${prefixOf(options.path).replaceAll(':', '::')}*`;
    // Plugins that describe routes leave it out.
    const schema: object = { hide: true };
    fastify.route({ method: ['GET', 'HEAD'], url, exposeHeadRoute: false, schema, handler });
  }
}
