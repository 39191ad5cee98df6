/**
 * Gives the name of a template as the folder has it, `articles/show` of `articles/show.eta`, `/articles/show` and, from
 * `articles/index`, of `./show`.
 *
 * A name that leads out of the folder has no name here, whoever gave it.
 *
 * @param name - what was asked for
 * @param from - the template that asks; undefined where none does
 * @returns undefined for what can be no template's name
 */
export function templateName(name: unknown, from?: string): string | undefined {
  if (typeof name !== 'string' || name.length > LONGEST || NEVER.test(name)) return undefined;
  const whole = name.startsWith('./') && from !== undefined ? `${folderOf(from)}${name.slice(2)}` : name;
  const path = whole.replace(/^\//, '').replace(/\.eta$/, '');
  return path.split('/').some((part) => part === '' || part === '.' || part === '..') ? undefined : path;
}

const LONGEST = 500;
// oxlint-disable-next-line no-control-regex -- what no name of a file has
const NEVER = /[\u0000-\u001f\u007f\\]|^[A-Za-z]:/;

function folderOf(name: string): string {
  return name.slice(0, name.lastIndexOf('/') + 1);
}
