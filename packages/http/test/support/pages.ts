import {
  type Class,
  FAILED_FORM,
  Injectable,
  type ModuleDefinition,
  PAGE_WRITER,
  type PageWriter,
  type Problem,
  type RequestContext,
} from '@tenon/http';

/** What browsers say of the pages that they open, and of the forms that they send. */
export const CHROMIUM =
  'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7';
export const FIREFOX = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

export const FORM = 'application/x-www-form-urlencoded';

/**
 * Writes pages without a language of templates: the view's name, and what it was given as JSON. `broken` throws, `late` takes its
 * time, and `late/broken` fails then.
 */
@Injectable()
export class PlainPages implements PageWriter {
  write(view: string, model: object, context: RequestContext): string | Promise<string> {
    if (view === 'broken') throw new Error('secret of a template');
    if (view === 'late/broken') return Promise.resolve().then(() => Promise.reject(new Error('secret of a template')));
    const text = `<h1>${view}</h1>${JSON.stringify({ ...model, failed: context.get(FAILED_FORM) })}`;
    return view === 'late' ? Promise.resolve(text) : text;
  }

  writeProblem({ status, detail, errors = [] }: Problem, error: unknown): string | undefined {
    if (error instanceof EvalError) throw new Error('the page of errors is broken too');
    return `<h1>${status}</h1>${detail ?? ''}${errors.map(({ pointer }) => pointer).join()}`;
  }
}

/** A module with these controllers that writes pages. */
export function withPages(...controllers: readonly Class<object>[]): ModuleDefinition {
  return { controllers: [...controllers], providers: [{ provide: PAGE_WRITER, useClass: PlainPages }] };
}

/** What stands in a page. */
export function inPage(body: string): Record<string, unknown> & { failed?: Record<string, unknown> } {
  return JSON.parse(body.replace(/^<h1>.*?<\/h1>/, '')) as Record<string, unknown>;
}
