import { type Diagnostic, TenonError, type Where } from '@tenon/core';

/*
 * Every code of @tenon/views, with its words. docs/errors.md explains each, and test/errors/ has a golden file for each.
 */

/** Throws what is wrong, all of it together. */
export function refuse(faults: readonly Diagnostic[]): void {
  if (faults.length > 0) throw new TenonError(faults);
}

/** A place in a template: its line, and `views/page.eta:3`. */
export interface TemplateSite {
  readonly text: string;
  readonly place: string;
}

export function noFolder({ folder }: { folder: string }): Diagnostic {
  return {
    code: 'TENON_VIEWS_NO_FOLDER',
    message: `The folder of the views, ${folder}, is not there.`,
    where: { signature: 'ViewsModule' },
    fix: 'make the folder, start the application from the folder of its project, or give another one to ViewsModule.with({ folder })',
  };
}

export function noView(
  where: Where,
  { name, file, near }: { name: string; file: string; near: string | undefined },
): Diagnostic {
  return {
    code: 'TENON_VIEWS_NO_VIEW',
    message: `The view ${JSON.stringify(name)} is not there.`,
    where,
    fix: `${near === undefined ? '' : `write ${JSON.stringify(near)}, or `}make ${file}`,
  };
}

export function missingTemplate(
  site: TemplateSite,
  { by, name, file, near }: { by: string; name: string; file: string | undefined; near: string | undefined },
): Diagnostic {
  return {
    code: 'TENON_VIEWS_MISSING_TEMPLATE',
    message: `${by}(${JSON.stringify(name)}) names a template that is not there.`,
    where: siteOf(site),
    fix: [
      ...(near === undefined ? [] : [`write ${JSON.stringify(near)}`]),
      ...(file === undefined
        ? ['write a name from the folder of the views, or ./name beside this template']
        : [`make ${file}`]),
    ].join(', or '),
  };
}

export function brokenTemplate(site: TemplateSite, { problem }: { problem: string }): Diagnostic {
  return {
    code: 'TENON_VIEWS_BROKEN_TEMPLATE',
    message: `A template cannot be compiled: ${problem}.`,
    where: siteOf(site),
    fix: 'mend the JavaScript between <% and %> there, or before',
  };
}

export function invalidHelper({
  helper,
  name,
  problem,
}: {
  helper: string;
  name: string;
  problem: string;
}): Diagnostic {
  return {
    code: 'TENON_VIEWS_INVALID_HELPER',
    message: `The view helper ${helper} is called ${JSON.stringify(name)}, which ${problem}.`,
    where: { signature: `${helper}.name` },
    fix: 'give it a name of JavaScript that nothing else in templates has',
  };
}

function siteOf({ text, place }: TemplateSite): Where {
  return { signature: text, place };
}
