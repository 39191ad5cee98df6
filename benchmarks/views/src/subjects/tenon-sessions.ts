import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { Controller, createApp, Get, Module } from '@tenon/http';
import { Session, SessionsModule } from '@tenon/sessions';
import { Render } from '@tenon/views';
import { HOST, portOf, type Subject } from '../../../harness/subject.js';
import { aboutModel, homeModel, READER } from '../models.js';
import { VIEWS } from './tenon-site.js';

/* The same pages for somebody who has signed in by a session: who reads them stands in the sealed cookie. */

@Controller()
class SitePages {
  @Get('/sign-in')
  signIn(@Session() session: Session): void {
    session.signIn(READER);
  }

  @Get('/')
  @Render('home')
  home(@Session() session: Session) {
    return homeModel(String(session.userId));
  }

  @Get('/about')
  @Render('about')
  about(@Session() session: Session) {
    return aboutModel(String(session.userId));
  }
}

@Module({ imports: [VIEWS, SessionsModule], controllers: [SitePages] })
class AppModule {}

export const subject: Subject = {
  async listen() {
    process.env['SESSION_SECRET'] = randomBytes(32).toString('base64url');
    const app = await createApp(AppModule, { logger: false });
    await app.listen({ host: HOST, port: 0 });
    return portOf(app.fastify.server.address());
  },
};
