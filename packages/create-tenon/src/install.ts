import * as errors from './errors.js';
import { runProgram } from './run-program.js';

const PARAMETERS = [
  'install',
  // A shell for production has NODE_ENV=production, and npm would then leave out what builds and tests.
  '--include=dev',
  '--no-audit',
  '--no-fund',
  '--no-progress',
  '--color=false',
  // npm would ask an unreachable registry again after 10 seconds, and after 60 more.
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=5000',
];

const NETWORK_FAULT =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT)\b/;

/** How many lines of what npm has printed tell enough. */
const SHOWN_LINES = 20;

/**
 * Installs the packages of a project with npm.
 *
 * @throws Refusal with the end of what npm has printed
 */
export async function installPackages(folder: string, signal: AbortSignal): Promise<void> {
  const { exitCode, output } = await runProgram([...npm(), ...PARAMETERS], { folder, signal });
  if (exitCode === 0) return;
  if (exitCode === null) throw errors.noNpm();
  const end = output.trimEnd().split('\n').slice(-SHOWN_LINES).join('\n');
  if (!NETWORK_FAULT.test(output)) throw errors.installFailed(end);
  const [, registry = 'the registry'] = /request to (https?:\/\/[^/\s]+)/.exec(output) ?? [];
  throw errors.noNetwork(registry, end);
}

/** The npm that runs this program, if one does, else that of the PATH. */
function npm(): string[] {
  const { npm_execpath: path = '', npm_config_user_agent: agent = '' } = process.env;
  return agent.startsWith('npm/') && /\.[cm]?js$/.test(path) ? [process.execPath, path] : ['npm'];
}
