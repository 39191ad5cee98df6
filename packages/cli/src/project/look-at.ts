import { relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ApplicationContext, TenonError, useHost } from '@tenon/core';
import type { App } from '@tenon/http';
import * as faults from '../errors.js';
import { mainOf, type Project } from './project.js';

/** How an application is looked at. */
export interface LookOptions {
  /** Whether its configuration is read, and its faults reported. Default: false. */
  readonly configures?: boolean;
  /** The file that makes it. Default: the project's own. */
  readonly main?: string;
}

/**
 * Reads and checks a project's application, of which nothing is made: no configuration, no database, no port.
 *
 * Its main file runs up to the call of `createApp` or `createContext`.
 *
 * @throws TenonError with all faults of the application
 */
export async function lookAt(
  project: Project,
  { configures = false, main = mainOf(project) }: LookOptions = {},
): Promise<ApplicationContext | App> {
  // `tenon dev`, which shall begin soon, does not wait for the compiler that is behind them.
  const [{ explainImport }, { importSources }] = await Promise.all([
    import('./explain-import.js'),
    import('./import-sources.js'),
  ]);
  process.chdir(project.folder);
  importSources();
  const faultOf = (end: faults.MainEnd): TenonError =>
    new TenonError([faults.noApplication({ main: relative(project.folder, main), end })]);
  // Whoever waits for the application is not told any more, and an end without a word would pass for a success.
  const tellOfExit = (): void => {
    console.error(faultOf('ended the process').message);
    process.exitCode = 1;
  };
  process.once('exit', tellOfExit);
  try {
    return await new Promise((resolve, reject) => {
      useHost({ look: (application) => resolve(application as ApplicationContext | App), configures });
      // There is nothing left that could end the wait.
      process.once('beforeExit', () => reject(faultOf('waits for what never comes')));
      import(pathToFileURL(main).href).then(
        () => reject(faultOf('ran to its end')),
        (error: unknown) => reject(explainImport(error) as Error),
      );
    });
  } finally {
    process.off('exit', tellOfExit);
  }
}

/** The same, of an application with HTTP. */
export async function lookAtRoutes(project: Project): Promise<App> {
  const application = await lookAt(project);
  if (isApp(application)) return application;
  throw new TenonError([faults.noRoutes(relative(project.folder, mainOf(project)))]);
}

/** Whether an application has HTTP. */
export function isApp(application: ApplicationContext | App): application is App {
  return 'routeModels' in application;
}
