import view from '@fastify/view';
import { CurrentRequest } from '@tenon/core';
import { FASTIFY, Inject, Injectable, Optional, RequestContext } from '@tenon/http';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Views } from './views.js';

/** Where a reply keeps what `reply.locals` is. */
const LOCALS = Symbol('tenon.locals');
interface WithLocals {
  [LOCALS]?: object;
}

/** Gives raw routes of Fastify's `reply.view(name, model)`, by @fastify/view, with the same templates and helpers. */
@Injectable()
export class RawViews {
  constructor(views: Views, current: CurrentRequest, @Optional() @Inject(FASTIFY) fastify?: FastifyInstance) {
    if (!fastify) return;
    // The plugin would add a hook that makes it for every request.
    if (!fastify.hasReplyDecorator('locals')) {
      fastify.decorateReply<object, 'locals'>('locals', {
        getter(this: FastifyReply) {
          return ((this as WithLocals)[LOCALS] ??= {});
        },
        setter(this: FastifyReply, value: object) {
          (this as WithLocals)[LOCALS] = value;
        },
      });
    }
    const contextNow = (): RequestContext | undefined => {
      const served = current.get();
      return served instanceof RequestContext ? served : undefined;
    };
    const render = (name: string, model: object): string => views.write(name, model, contextNow());
    // Whatever a client sends would run as a program.
    const refuse = (): never => {
      throw new TypeError('reply.view takes the name of a template, and no text of one.');
    };
    const engine = {
      configure: () => {},
      render,
      renderAsync: async (name: string, model: object) => render(name, model),
      renderString: refuse,
      renderStringAsync: refuse,
    };
    void fastify.register(view, { root: views.folder, production: true, engine: { eta: engine } });
  }
}
