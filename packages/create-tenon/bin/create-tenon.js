#!/usr/bin/env node
// Written for a Node of any age that knows modules, so that an old one gets a sentence and not a stack.
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 12)) {
  console.error(
    `create-tenon needs Node 20.12 or newer; this is ${process.versions.node}. ` +
      'Install the current LTS release from https://nodejs.org, and run it again.',
  );
  process.exitCode = 1;
} else {
  // oxlint-disable-next-line no-restricted-imports -- what npm links has to be there before anything is built
  void import('../dist/main.js')
    .then((main) => main.runCreate(process.argv.slice(2)))
    .then((exitCode) => (process.exitCode = exitCode));
}
