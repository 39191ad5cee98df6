import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { asError } from '../compile/thrown-value.js';
import type { Assets } from '../files/assets.js';
import { prefixOf, type StaticFolder } from '../files/folder-options.js';
import { serveStatic } from '../files/static-folder.js';

/** Mounts folders as raw routes: whatever route of a controller is more exact stands before them. */
export function mountFolders(fastify: FastifyInstance, folders: readonly StaticFolder[], assets: Assets): void {
  for (const options of folders) {
    const known = assets.folderOf(options);
    known?.scan();
    const serve = serveStatic(options, known);
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
