import 'reflect-metadata';
import { Controller, createApp, Get, Module } from '@tenon/http';
import { Render } from '@tenon/views';
import { HOST, portOf, type Subject } from '../../../harness/subject.js';
import { aboutModel, homeModel, READER } from '../models.js';
import { VIEWS } from './tenon-site.js';

/* Tenon with all its defaults, but for the lines of the log. */

@Controller()
class SitePages {
  @Get('/')
  @Render('home')
  home() {
    return homeModel(READER);
  }

  @Get('/about')
  @Render('about')
  about() {
    return aboutModel(READER);
  }
}

@Module({ imports: [VIEWS], controllers: [SitePages] })
class AppModule {}

export const subject: Subject = {
  async listen() {
    const app = await createApp(AppModule, { logger: false });
    await app.listen({ host: HOST, port: 0 });
    return portOf(app.fastify.server.address());
  },
};
