import { importOf } from '../project/own-package.js';
import type { Project } from '../project/project.js';
import type { WantedPort } from './held-port.js';

/** The part of `@tenon/config` that is asked, in the copy that the project has. */
interface ConfigPackage {
  readVariable(name: string, options: { readonly directory: string }): string | undefined;
}

/**
 * Gives where an application will probably listen that could not be started yet, so that its page can say why.
 *
 * @returns undefined for an application without HTTP
 */
export async function expectedPort(project: Project): Promise<WantedPort | undefined> {
  const { folder, manifest } = project;
  if (manifest.dependencies?.['@tenon/http'] === undefined) return undefined;
  const config = await importOf<ConfigPackage>(project, '@tenon/config');
  const valueOf = (name: string): string | undefined =>
    config ? config.readVariable(name, { directory: folder }) : process.env[name] || undefined;
  const port = Number(valueOf('PORT') ?? 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return undefined;
  return { host: valueOf('HOST') ?? '127.0.0.1', port, isSecure: false };
}
