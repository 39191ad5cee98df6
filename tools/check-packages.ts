/**
 * Checks each package as npm would publish it: publint on the packed files, and what publint does not look at: that
 * `files` lets through what belongs there and nothing else, that `exports` closes the rest, that versions agree inside
 * the workspace, and that a package with `"sideEffects": false` has none.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { type Package, ROOT, demandBuild, entriesOf, publishedPackages } from './workspace.ts';

/** The files that npm would pack, as paths from the package's folder. */
function packedFiles(one: Package): string[] {
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: one.folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [packed] = Object.values(JSON.parse(output) as Record<string, { files: { path: string }[] }>);
  return packed!.files.map(({ path }) => path);
}

/** What users could not make sense of, or what could no longer be built from the sources. */
function fileFaults(one: Package, packed: readonly string[]): string[] {
  const known =
    /^(package\.json|README\.md|CHANGELOG\.md|LICENSE|dist\/.+\.(js|js\.map|d\.ts|d\.ts\.map)|dist\/errors\.md|bin\/.+\.js|src\/client\/template\/.+\.ts|templates\/.+)$/;
  const faults = packed.filter((path) => !known.test(path)).map((path) => `"files" lets ${path} through`);
  for (const path of packed.filter((file) => /^dist\/(?!bundle\/).+\.(js|d\.ts)$/.test(file))) {
    const source = path.replace(/^dist\//, 'src/').replace(/\.js$|\.d\.ts$/, '.ts');
    if (!existsSync(join(one.folder, source)) && !existsSync(join(one.folder, path.replace(/^dist\//, 'src/')))) {
      faults.push(`${path} is left from a source that is gone: delete dist/ and build again`);
    }
  }
  return faults;
}

function exportFaults(one: Package, packed: readonly string[]): string[] {
  const faults: string[] = [];
  const { exports = {} } = one.manifest;
  if (exports['./package.json'] !== './package.json') faults.push('"exports" lacks "./package.json"');
  for (const [subpath, target] of Object.entries(exports)) {
    if (subpath.includes('*')) faults.push(`exports["${subpath}"] opens a whole folder`);
    const paths = typeof target === 'string' ? [target] : Object.values(target);
    for (const path of paths) {
      if (!packed.includes(path.slice(2))) faults.push(`exports["${subpath}"] names ${path}, which is not packed`);
    }
    if (typeof target === 'string') continue;
    if (Object.keys(target).join() !== 'types,default') {
      faults.push(`exports["${subpath}"] must have "types" and "default", in this order`);
    }
  }
  return faults;
}

/**
 * `sideEffects` is a promise to bundlers: which modules may be dropped when nothing of them is used. A module that
 * imports another for its effect alone must be named there, and a package that names none may touch no global.
 */
function sideEffectFaults(one: Package, packed: readonly string[]): string[] {
  const { sideEffects = true } = one.manifest;
  if (sideEffects === true) return [];
  const named = (sideEffects === false ? [] : sideEffects).map((path) => path.replace(/^\.\//, ''));
  const faults = [
    ...named
      .filter((path) => !packed.includes(path))
      .map((path) => `"sideEffects" names ./${path}, which is not packed`),
    ...packed
      .filter((path) => path.endsWith('.js') && !named.includes(path))
      .filter((path) => /^\s*import\s*['"]/m.test(readFileSync(join(one.folder, path), 'utf8')))
      .map((path) => `"sideEffects" does not name ./${path}, which imports a module for its effect`),
  ];
  if (named.length > 0) return faults;
  const script = `
    const known = () => [globalThis, Object, Function, Array, Promise, Symbol, Reflect, Error, Object.prototype,
      Function.prototype, Array.prototype, Promise.prototype].map((one) => Reflect.ownKeys(one).length).join();
    const before = known();
    for (const entry of ${JSON.stringify(entriesOf(one).map(({ code }) => code))}) await import(entry);
    if (known() !== before) throw new Error('a global object has changed');`;
  const args = ['--input-type=module', '--import=reflect-metadata', '--eval', script];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: one.folder, encoding: 'utf8' });
  if (status !== 0) {
    const reason = stderr.split('\n').find((line) => /^\w*Error/.test(line)) ?? stderr;
    faults.push(`"sideEffects" is false, but importing it fails or shows: ${reason}`);
  }
  return faults;
}

/** A bundler renames what is called alike in two modules; users read the names of classes in messages. */
async function nameFaults(one: Package): Promise<string[]> {
  const faults: string[] = [];
  for (const { code } of entriesOf(one)) {
    if (code?.startsWith('./dist/bundle/') !== true) continue;
    const exported = (await import(join(one.folder, code))) as Record<string, unknown>;
    for (const [name, value] of Object.entries(exported)) {
      const isClass = typeof value === 'function' && Function.prototype.toString.call(value).startsWith('class');
      if (isClass && value.name !== name) faults.push(`${code} exports ${name}, which is called ${value.name}`);
    }
  }
  return faults;
}

/** Our own packages depend on each other's exact version, because they are published together. */
function versionFaults(one: Package, all: readonly Package[]): string[] {
  const { dependencies = {}, peerDependencies = {}, devDependencies = {} } = one.manifest;
  return all.flatMap(({ manifest: { name, version } }) =>
    [dependencies, peerDependencies, devDependencies]
      .map((list) => list[name])
      .filter((asked) => asked !== undefined && asked !== version)
      .map((asked) => `asks for ${name}@${asked}, but the workspace has ${version}`),
  );
}

const packages = publishedPackages(ROOT);
demandBuild(packages);
let faultCount = 0;
for (const one of packages) {
  const packed = packedFiles(one);
  const { messages, pkg } = await publint({ pkgDir: one.folder, strict: true, pack: 'npm' });
  const faults = [
    ...messages.map((message) => `${message.type}: ${formatMessage(message, pkg ?? {}) ?? message.code}`),
    ...fileFaults(one, packed),
    ...exportFaults(one, packed),
    ...sideEffectFaults(one, packed),
    ...(await nameFaults(one)),
    ...versionFaults(one, packages),
  ];
  for (const fault of faults) console.error(`${one.title}: ${fault}`);
  faultCount += faults.length;
}
console.log(`${packages.length} packages, ${faultCount} faults`);
process.exitCode = faultCount === 0 ? 0 : 1;
