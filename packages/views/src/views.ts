import { sep } from 'node:path';
import { type Diagnostic, formatPlace } from '@tenon/core';
import {
  Assets,
  Inject,
  Injectable,
  InjectAll,
  Optional,
  type RequestContext,
  type RouteModel,
  Urls,
  VIEW_HELPER,
  type ViewHelper,
  type ViewModel,
  type ViewName,
} from '@tenon/http';
import * as faults from './errors.js';
import { Forms } from './forms/forms.js';
import { type BeginPage, compileRendering } from './rendering/compile-rendering.js';
import { checkHelpers } from './rendering/check-helpers.js';
import { builtIns } from './rendering/built-ins.js';
import { reloadsByDefault, VIEWS_OPTIONS, type ViewsOptions } from './setup/views-options.js';
import { locateError } from './templates/locate-error.js';
import { folderPath } from './templates/template-folder.js';
import { Templates } from './templates/templates.js';
import { shortPath } from './templates/template-error.js';

/**
 * Writes templates, for whoever needs one as text: a mail, a file. Pages come from `@Render` and `view`.
 *
 * @example
 * constructor(private readonly views: Views) {}
 * // await this.mailer.send(user.email, this.views.render('mails/welcome', { user }));
 */
@Injectable()
export class Views {
  readonly #templates: Templates;
  readonly #begin: BeginPage;
  readonly #forms: Forms;
  readonly #reloads: boolean;

  constructor(
    @InjectAll(VIEW_HELPER) helpers: ViewHelper[],
    // Neither is there without a server, as in a worker that writes mails.
    @Optional() urls?: Urls,
    @Optional() assets?: Assets,
    @Optional() @Inject(VIEWS_OPTIONS) options?: ViewsOptions,
  ) {
    const { folder = 'views', reload = reloadsByDefault() } = options ?? {};
    this.#forms = new Forms(urls);
    const own = builtIns(urls, assets, this.#forms);
    const names = [...Object.keys(own.constants), ...Object.keys(own.perPage)];
    this.#reloads = reload;
    this.#begin = compileRendering(own, checkHelpers(helpers, names));
    this.#templates = new Templates(folderPath(folder), [...names, ...helpers.map(({ name }) => name)], reload);
  }

  /**
   * Writes a template outside of any request: helpers that ask for one, such as `csrfField`, throw there.
   *
   * @param model - what the template is given. Default: nothing
   * @throws TemplateError if there is no such template, it cannot be compiled, or it fails
   */
  render<N extends ViewName>(
    name: N,
    // oxlint-disable-next-line typescript/no-empty-object-type -- asks whether something without any property would do
    ...[model = {} as ViewModel<N>]: {} extends ViewModel<N> ? [model?: ViewModel<N>] : [model: ViewModel<N>]
  ): string {
    return this.write(name, model, undefined);
  }

  /** Writes a page. @internal */
  write(name: string, model: object, context: RequestContext | undefined): string {
    try {
      return this.#begin(this.#templates, context).page(name, model);
    } catch (error) {
      throw locateError(error, this.#templates.folder.path + sep, this.#templates.fileOf(name));
    }
  }

  /** Whether there is a template of this name. @internal */
  has(name: string): boolean {
    return this.#templates.has(name);
  }

  /** Where the templates are. @internal */
  get folder(): string {
    return this.#templates.folder.path;
  }

  /**
   * Reads all templates, unless they are read when they are asked for, and looks for those of routes.
   *
   * @throws TenonError with all that is wrong
   * @internal
   */
  prepare(routes: readonly RouteModel[]): void {
    this.#forms.fill(routes);
    if (this.#reloads) return;
    const found: Diagnostic[] = [];
    const templates = this.#templates;
    templates.load((fault) => found.push(fault));
    const wanted = routes.filter(({ reply }) => reply.page !== undefined);
    if (!templates.folder.exists) {
      if (wanted.length > 0) found.push(faults.noFolder({ folder: shortPath(templates.folder.path) }));
    } else {
      const told = new Set<unknown>();
      for (const { reply, controller, handler, place } of wanted) {
        const name = reply.page as string;
        const signature = `${controller.name}.${handler}`;
        if (templates.has(name) || told.has(signature)) continue;
        told.add(signature);
        const [near] = templates.nearest(name);
        found.push(
          faults.noView(
            { signature, place: formatPlace(place) },
            { name, file: shortPath(templates.fileOf(name) ?? templates.folder.path), near },
          ),
        );
      }
    }
    faults.refuse(found);
  }
}
