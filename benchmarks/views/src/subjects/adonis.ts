import 'reflect-metadata';
import { IgnitorFactory } from '@adonisjs/core/factories';
import { HttpContext } from '@adonisjs/core/http';
import type { NextFn } from '@adonisjs/core/types/http';
import type { ApplicationService } from '@adonisjs/core/types';
import { HOST, portOf, type Subject } from '../../../harness/subject.js';
import { aboutModel, homeModel, READER } from '../models.js';

/*
 * A whole AdonisJS application, with the providers and the configuration of its core and Edge; controllers are made by its
 * container for each request (https://docs.adonisjs.com/guides/basics/controllers), and the context of the request is bound
 * as its starter kits do it. What users of its starter kits have beyond that (sessions, shield, auth) is left out.
 */

class SiteController {
  home({ view }: HttpContext) {
    return view.render('home', homeModel(READER));
  }

  about({ view }: HttpContext) {
    return view.render('about', aboutModel(READER));
  }
}

class BindContext {
  handle(context: HttpContext, next: NextFn) {
    context.containerResolver.bindValue(HttpContext, context);
    return next();
  }
}

async function addRoutes(app: ApplicationService): Promise<void> {
  const server = await app.container.make('server');
  const router = await app.container.make('router');
  server.use([async () => ({ default: BindContext })]);
  router.use([() => import('@adonisjs/core/bodyparser_middleware')]);
  router.get('/', [SiteController, 'home']);
  router.get('/about', [SiteController, 'about']);
}

export const subject: Subject = {
  async listen() {
    process.env['HOST'] = HOST;
    process.env['PORT'] = '0';
    const ignitor = new IgnitorFactory()
      .withCoreConfig()
      .withCoreProviders()
      .merge({
        rcFileContents: {
          directories: { views: 'edge' },
          providers: [() => import('@adonisjs/core/providers/edge_provider')],
        },
        config: { logger: { default: 'app', loggers: { app: { enabled: false } } } },
      })
      .preload(addRoutes)
      .create(new URL('../../', import.meta.url));
    await ignitor.httpServer().start();
    const server = await ignitor.getApp()?.container.make('server');
    return portOf(server?.getNodeServer()?.address());
  },
};
