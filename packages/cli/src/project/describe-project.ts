import type { ApiDescription } from '@tenon/http';
import { lookAtRoutes } from './look-at.js';
import type { Project } from './project.js';

/**
 * Describes a project's application in OpenAPI, without making anything of it.
 *
 * @param version - of routes whose version stands in a header, the one to describe. Default: the first that a path has
 */
export async function describeProject(project: Project, version?: string): Promise<ApiDescription> {
  const app = await lookAtRoutes(project);
  // Loaded as the project has it: it is a peer, and other commands do without it.
  const { describeApi } = await import('@tenon/http');
  return describeApi(app, { folder: project.folder, ...(version !== undefined && { version }) });
}
