#!/usr/bin/env node
// An older Node would fail at some line deep inside.
if (Number.parseInt(process.versions.node, 10) < 24) {
  console.error(
    `tenon needs Node 24 or newer; this is ${process.versions.node}.\n` +
      'In a project that has the package `node`, run it by npm: `npx tenon`, or in a script of package.json.',
  );
  process.exitCode = 1;
} else {
  const { enableCompileCache } = await import('node:module');
  // Beside the command, where nobody else can put anything, unlike in a folder for temporary files.
  enableCompileCache(import.meta.dirname.replace(/bin$/, 'dist/.cache'));
  // oxlint-disable-next-line no-restricted-imports -- what npm links has to be there before anything is built
  const { runTenon } = await import('../dist/main.js');
  const code = await runTenon(process.argv.slice(2));
  // What an application's main file has left open, such as a timer, does not keep a command that only looks. What it printed is.
  if (code !== undefined) process.stdout.write('', () => process.exit(code));
}
