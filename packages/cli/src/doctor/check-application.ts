import { once } from 'node:events';
import { createServer } from 'node:net';
import { relative } from 'node:path';
import { type ApplicationContext, TenonError } from '@tenon/core';
import type { App, ServerConfig } from '@tenon/http';
import { isApp, lookAt } from '../project/look-at.js';
import { importOf } from '../project/own-package.js';
import { mainOf, type Project } from '../project/project.js';
import { about, type Finding } from './finding.js';

const application = about('application');
const environment = about('environment');
const port = about('port');

/** The parts of `@tenon/config` that are asked, in the copy that the project has. */
interface ConfigPackage {
  describeConfiguration(context: ApplicationContext): {
    readonly configurations: readonly { readonly name: string; readonly variables: readonly DescribedVariable[] }[];
  };
}

interface DescribedVariable {
  readonly name: string;
  readonly value: string;
  readonly source: string;
}

/** Reads the application and its configuration, of which nothing else is made, and tries its port. */
export async function checkApplication(project: Project): Promise<Finding[]> {
  let found: ApplicationContext | App;
  try {
    found = await lookAt(project, { configures: true });
  } catch (error) {
    if (error instanceof TenonError) return error.diagnostics.map(findingOf);
    const what = `its main file ended with an error: ${error instanceof Error ? error.message : String(error)}`;
    return [application.fault(what, 'correct it; `tenon routes` shows where it was thrown')];
  }
  const context = isApp(found) ? found.context : found;
  const { modules, providers } = context.model;
  const main = relative(project.folder, mainOf(project));
  const counts = [
    count(modules, 'module'),
    count(providers, 'provider'),
    ...(isApp(found) ? [count(found.routes(), 'route')] : []),
  ];
  return [
    application.ok(`${main}: ${counts.join(', ')}`),
    ...(await checkVariables(project, context)),
    ...(isApp(found) ? await checkPort(project, found) : []),
  ];
}

function count({ length }: readonly unknown[], what: string): string {
  return `${length} ${what}${length === 1 ? '' : 's'}`;
}

function findingOf({ code, message, fix }: TenonError['diagnostics'][number]): Finding {
  const subject = code.startsWith('TENON_CONFIG_') ? environment : application;
  return subject.fault(`${code}: ${message}`, fix);
}

async function checkVariables(project: Project, context: ApplicationContext): Promise<Finding[]> {
  const config = await importOf<ConfigPackage>(project, '@tenon/config');
  if (!config) return [];
  return config
    .describeConfiguration(context)
    .configurations.filter(({ variables }) => variables.length > 0)
    .map(({ name, variables }) => {
      const width = Math.max(...variables.map((variable) => variable.name.length));
      const lines = variables.map((each) => `  ${each.name.padEnd(width)}  ${each.value}  (${each.source})`);
      return environment.ok([name, ...lines].join('\n'));
    });
}

async function checkPort(project: Project, app: App): Promise<Finding[]> {
  const http = await importOf<{ readonly ServerConfig: typeof ServerConfig }>(project, '@tenon/http');
  if (!http) return [];
  const { host, port: number } = app.get(http.ServerConfig);
  const server = createServer();
  try {
    server.listen(number, host);
    await once(server, 'listening');
    server.close();
    return [port.ok(number === 0 ? 'any that is free' : `${number} at ${host} is free`)];
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    return code === 'EADDRINUSE'
      ? [port.warning(`${number} at ${host} is in use`, 'end what listens there, or set PORT to another one')]
      : [port.fault(`nothing can listen at ${number} of ${host}: ${message}`, 'set HOST and PORT to others')];
  }
}
