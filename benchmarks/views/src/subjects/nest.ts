import 'reflect-metadata';
import { Controller, Get, Module, Render } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Eta } from 'eta';
import { HOST, portOf, type Subject } from '../../../harness/subject.js';
import { aboutModel, homeModel, READER } from '../models.js';
import { VIEWS } from './fastify-site.js';

/* NestJS on its Fastify adapter, as https://docs.nestjs.com/techniques/mvc#fastify has it, with Eta. */

@Controller()
class SiteController {
  @Get()
  @Render('home')
  home() {
    return homeModel(READER);
  }

  @Get('about')
  @Render('about')
  about() {
    return aboutModel(READER);
  }
}

@Module({ controllers: [SiteController] })
class AppModule {}

export const subject: Subject = {
  async listen() {
    const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), { logger: false });
    app.setViewEngine({ engine: { eta: new Eta() }, templates: VIEWS });
    await app.listen(0, HOST);
    return portOf(app.getHttpServer().address());
  },
};
