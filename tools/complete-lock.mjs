/**
 * Adds to package-lock.json the optional platform bindings that `npm install` left out.
 *
 * When the registry lacks one platform's binding of a package, `npm install` drops that entry from the lock, and
 * `npm ci` then refuses the lock as incomplete. The entry is added without address or checksum: a platform whose
 * binding does exist still installs it, and the others skip it. Run it after every change of a dependency.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const PATH = process.argv[2] ?? 'package-lock.json';
const lock = JSON.parse(readFileSync(PATH, 'utf8'));

const OPERATING_SYSTEMS = [
  'darwin',
  'android',
  'win32',
  'linux',
  'freebsd',
  'openharmony',
  'aix',
  'sunos',
  'openbsd',
  'netbsd',
];
const ARCHITECTURES = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 'riscv64', 's390x', 'loong64', 'wasm32', 'mips64el'];

/** Reads the platform out of a binding's name, such as `@oxc-transform/binding-linux-x64-musl`. */
function platformOf(name) {
  const words = name.split(/[-/]/);
  const os = OPERATING_SYSTEMS.find((known) => words.includes(known));
  const cpu = ARCHITECTURES.find((known) => words.includes(known));
  const libc = words.includes('musl') ? 'musl' : words.includes('gnu') ? 'glibc' : undefined;
  return {
    ...(cpu && { cpu: [cpu] }),
    optional: true,
    ...(os && { os: [os] }),
    ...(os === 'linux' && libc && { libc: [libc] }),
  };
}

/** Whether npm would find `name` when it is asked for from the package at `from`. */
function isLocked(name, from) {
  for (let folder = from; ; folder = folder.slice(0, folder.lastIndexOf('/node_modules/'))) {
    const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (lock.packages[path]) return true;
    if (!folder.includes('/node_modules/')) return folder !== '' && Boolean(lock.packages[`node_modules/${name}`]);
  }
}

const added = [];
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(name, path) || !/^\d/.test(version)) continue;
    lock.packages[`node_modules/${name}`] = { version, ...platformOf(name) };
    added.push(`${name}@${version}`);
  }
}

lock.packages = Object.fromEntries(
  Object.entries(lock.packages).toSorted(([a], [b]) => (a === '' ? -1 : b === '' ? 1 : a < b ? -1 : 1)),
);
writeFileSync(PATH, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length === 0 ? 'The lock is complete.' : `Added ${added.length} bindings:\n  ${added.join('\n  ')}`);
