import * as errors from './errors.js';
import { runProgram } from './run-program.js';

/** npm would ask a registry that cannot be reached again after 10 seconds, and after 60 more. */
const RETRY = ['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];

const PARAMETERS = [
  'install',
  // A shell for production has NODE_ENV=production, and npm would then leave out what builds and tests.
  '--include=dev',
  '--no-audit',
  '--no-fund',
  '--no-progress',
  '--color=false',
  ...RETRY,
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
  // With a full cache and no network npm goes on trying for minutes, and so it is asked first. A registry that does not
  // answer this question has answered.
  const ping = await runProgram([...npm(), 'ping', '--fetch-retries=1', ...RETRY], { folder, signal });
  if (ping.exitCode === null) throw errors.noNpm();
  if (ping.exitCode !== 0 && NETWORK_FAULT.test(ping.output)) throw noNetwork(ping.output);
  const { exitCode, output } = await runProgram([...npm(), ...PARAMETERS], { folder, signal });
  if (exitCode === 0) return;
  throw NETWORK_FAULT.test(output) ? noNetwork(output) : errors.installFailed(endOf(output));
}

function noNetwork(output: string): errors.Refusal {
  const [, registry = 'the registry'] = /request to (https?:\/\/[^/\s]+)/.exec(output) ?? [];
  return errors.noNetwork(registry, endOf(output));
}

function endOf(output: string): string {
  return output.trimEnd().split('\n').slice(-SHOWN_LINES).join('\n');
}

/** The npm that runs this program, if one does, else that of the PATH. */
function npm(): string[] {
  const { npm_execpath: path = '', npm_config_user_agent: agent = '' } = process.env;
  return agent.startsWith('npm/') && /\.[cm]?js$/.test(path) ? [process.execPath, path] : ['npm'];
}
