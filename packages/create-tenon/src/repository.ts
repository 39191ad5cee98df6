import { type Outcome, runProgram } from './run-program.js';

/** What git runs with inside of a hook: it would make git work on another repository. */
const OF_ANOTHER_REPOSITORY = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX', 'GIT_COMMON_DIR'];

/** A signature may want a passphrase, for which nobody is asked here. */
const TIMEOUT_MS = 30_000;

/**
 * Makes a git repository of a project, with a first commit. None of what can go wrong is a reason to have no project.
 *
 * @returns a sentence that says what was done
 */
export async function makeRepository(folder: string, signal: AbortSignal): Promise<string> {
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !OF_ANOTHER_REPOSITORY.includes(name)),
  );
  const git = (...parameters: string[]): Promise<Outcome> =>
    runProgram(['git', ...parameters], { folder, environment, signal, timeoutMs: TIMEOUT_MS });

  const { exitCode } = await git('rev-parse', '--is-inside-work-tree');
  if (exitCode === null) return 'git is not installed: the project is no repository.';
  if (exitCode === 0) return 'The folder belongs to a git repository: nothing was committed.';
  for (const parameters of [
    ['init', '--quiet'],
    ['add', '--all'],
  ]) {
    const { exitCode: code, output } = await git(...parameters);
    if (code !== 0) return `git ${parameters[0]} failed: ${lastLine(output)}`;
  }
  const commit = await git('commit', '--quiet', '--message', 'Start from a template of Tenon');
  if (commit.exitCode === 0) return 'Made a git repository with a first commit';
  const reason = /tell me who you are|empty ident/i.test(commit.output)
    ? 'git does not know your name and address. Set user.name and user.email, and commit.'
    : `git commit failed: ${lastLine(commit.output)}`;
  return `Made a git repository, without a first commit: ${reason}`;
}

function lastLine(output: string): string {
  return output.trimEnd().split('\n').at(-1) ?? '';
}
