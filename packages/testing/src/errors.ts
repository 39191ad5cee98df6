import type { Diagnostic } from '@tenon/core';

/*
 * Every code of @tenon/testing, with its words. docs/errors.md explains each, and test/errors/ has a golden file for each.
 */

export function noVmModules({ node }: { node: string }): Diagnostic {
  const flag = '--experimental-vm-modules';
  return {
    code: 'TENON_TESTING_NO_VM_MODULES',
    message: `jest was started without ${flag}, so that it cannot load ES modules, which Tenon and your tests are.`,
    where: { signature: [node, ...process.argv.slice(1).map(shorten)].join(' ') },
    fix: `start it so, for instance by "test" in package.json: node ${flag} node_modules/jest/bin/jest.js; or set NODE_OPTIONS=${flag}`,
  };
}

export function answeredBefore({ request, answer }: { request: string; answer: string }): Diagnostic {
  return {
    code: 'TENON_TESTING_ANSWERED_BEFORE',
    message: `${request} was answered with ${answer} by a hook of a plugin, before the work of app.request() had its turn.`,
    where: { signature: `app.request({ … }, work)` },
    fix: 'give the request what the plugin wants of it, such as headers or cookies',
  };
}

export function alreadyFrozen(): Diagnostic {
  return {
    code: 'TENON_TESTING_ALREADY_FROZEN',
    message: 'Time is frozen already, by freezeTime() or by the fake timers of the test runner.',
    where: { signature: 'freezeTime(…)' },
    fix: 'move the time that is frozen with set() and advance(), or restore() it first',
  };
}

/** The part of a path that says which program it is. */
function shorten(argument: string): string {
  return argument.replace(/^.*\/(?=node_modules\/)/, '');
}
