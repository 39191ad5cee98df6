import { join } from 'node:path';
import view from '@fastify/view';
import { Eta } from 'eta';
import type { FastifyInstance } from 'fastify';
import { aboutModel, homeModel, READER } from '../models.js';

/** Where the templates of Eta are, which all subjects but AdonisJS share. */
export const VIEWS = join(import.meta.dirname, '..', '..', 'views');

/** Adds the pages as the documentation of @fastify/view has them. */
export function addSite(app: FastifyInstance): void {
  void app.register(view, { engine: { eta: new Eta() }, root: VIEWS });
  app.get('/', (_request, reply) => reply.view('home', homeModel(READER)));
  app.get('/about', (_request, reply) => reply.view('about', aboutModel(READER)));
}
