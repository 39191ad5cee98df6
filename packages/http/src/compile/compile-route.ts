import type { ApplicationContext } from '@tenon/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RouteModel } from '../contracts/route-model.js';
import type { ServerPhase } from '../contracts/server-phase.js';
import type { ErrorSettings } from './compile-errors.js';
import { type AnswerError, compileFilters } from './compile-filters.js';
import { compileForm, type FormSettings, takesForm, type TakeForm } from './compile-form.js';
import { compileGuards, type Hook } from './compile-guards.js';
import { compileHandler, type CompiledHandler } from './compile-handler.js';
import { compileFailedForms } from './failed-forms.js';
import type { Pages } from './pages.js';
import type { InputSettings } from './compile-arguments.js';
import type { PreparedGuards } from './prepare-guards.js';

/** What all routes of an application are compiled with. */
export interface CompileSettings {
  readonly app: ApplicationContext;
  readonly input: InputSettings;
  readonly errors: ErrorSettings;
  readonly phase: ServerPhase;
  readonly forms: FormSettings;
  readonly prepared: PreparedGuards;
  readonly pages: Pages;
}

/**
 * A route, ready to be mounted.
 *
 * Its functions are compiled at its first request: an application has many routes, and a process serves few of them in
 * its first second.
 */
export class RoutePlan {
  readonly model: RouteModel;
  /** Runs before the body is read; undefined where no guard does. */
  readonly onRequest: Hook | undefined;
  /** Runs once the body has been read; undefined where no guard waits for it. */
  readonly preValidation: Hook | undefined;
  /** Whether the handler asks for the body. */
  readonly takesBody: boolean;
  /** Whether the body is kept as it came. */
  readonly keepsRawBody: boolean;
  /** Whether the body may be of any type that nobody parses: bytes or plain text. */
  readonly takesText: boolean;
  /** Whether the body is a form with files, and nothing else is taken. */
  readonly takesForm: boolean;
  /** Whether a hook wants to see what is sent before it is text. Known once the route has been mounted. */
  sendsObjects = false;
  /** The route that shows this one's form. */
  shownBy: RoutePlan | undefined = undefined;
  readonly #settings: CompileSettings;
  #takeForm: TakeForm | undefined;
  #compiled: CompiledHandler | undefined;
  #answerError: AnswerError | undefined;
  #show: CompiledHandler['show'] | undefined;
  /** Answers a request. Its first call compiles it. */
  handle: Answer = (request, reply) => {
    this.handle = this.compiled.handle;
    this.handle(request, reply);
  };

  constructor(model: RouteModel, settings: CompileSettings) {
    this.model = model;
    this.#settings = settings;
    this.onRequest = hookOf(model, false, settings);
    this.preValidation = hookOf(model, true, settings);
    this.takesForm = takesForm(model);
    this.takesBody = this.takesForm || model.arguments.some(({ source }) => source === 'body' || source === 'raw body');
    this.keepsRawBody = model.arguments.some(({ source }) => source === 'raw body');
    this.takesText = model.arguments.some(
      ({ source, name, type }) =>
        source === 'body' && name === undefined && type.kind === 'primitive' && type.primitive === 'string',
    );
  }

  /**
   * Lets whoever has wrapped the handler know when the reply has been sent, such as a plugin that measures how long it
   * takes: the handler itself gives no promise.
   */
  tellEnd(): void {
    this.handle = (request, reply) => {
      this.compiled.handle(request, reply);
      return reply;
    };
  }

  /** Reads a form with files. */
  get takeForm(): TakeForm {
    return (this.#takeForm ??= compileForm(this.model, this.#settings.app, this.#settings.forms));
  }

  /** The handler, compiled if it was not. */
  get compiled(): CompiledHandler {
    const { app, input, phase, pages } = this.#settings;
    const { sendsObjects } = this;
    return (this.#compiled ??= compileHandler(this.model, app, input, { sendsObjects, phase, pages }));
  }

  /** Answers a request of which something failed. */
  get answerError(): AnswerError {
    const { app, errors, pages } = this.#settings;
    const answerForm =
      this.model.form && compileFailedForms(this.model, () => (this.#show ??= this.#compileShow()), pages, errors);
    return (this.#answerError ??= compileFilters(this.model.filters, app, errors, answerForm));
  }

  /** Shows the form again. Whoever may send it need not be one who may see its page: guards of that which have not been asked are. */
  #compileShow(): CompiledHandler['show'] | undefined {
    if (this.shownBy === undefined) return undefined;
    const { model, compiled } = this.shownBy;
    const { app, prepared } = this.#settings;
    const { show } = compiled;
    const asked = this.model.guards;
    const guards = model.guards.filter((guard) => {
      // What is prepared for its route may have other words there.
      const isPrepared = prepared.get(model)?.has(guard) === true;
      return isPrepared || !asked.some(({ provider, given }) => provider === guard.provider && given === guard.given);
    });
    if (guards.length === 0) return show;
    const ask = compileGuards(guards, model, app, prepared);
    return async (request, reply, context) => {
      await new Promise<void>((resolve, reject) => {
        ask(request, reply, (error) => (error === undefined ? resolve() : reject(error)));
      });
      await show(request, reply, context);
    };
  }
}

/** Answers a request, and gives the reply where somebody waits for its end. */
type Answer = (request: FastifyRequest, reply: FastifyReply) => FastifyReply | void;

/** Compiles guards of one stage at their first request. */
function hookOf(model: RouteModel, isBodyRead: boolean, { app, prepared }: CompileSettings): Hook | undefined {
  if (model.guards.length === 0) return undefined;
  const guards = model.guards.filter(({ readsBody }) => readsBody === isBodyRead);
  if (guards.length === 0) return undefined;
  let hook: Hook | undefined;
  return (request, reply, done) => (hook ??= compileGuards(guards, model, app, prepared))(request, reply, done);
}
