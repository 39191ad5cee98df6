// So that the types of `reply.view` are there.
import '@fastify/view';

export { ViewsModule } from './views-module.js';
export { Views } from './views.js';
export type { ViewsOptions } from './setup/views-options.js';
export { TemplateError } from './templates/template-error.js';

// What pages and forms need of http, so that they have one import.
export {
  escapeHtml,
  Form,
  type FormDecorator,
  type FormOf,
  type FormOptions,
  Html,
  redirect,
  type RedirectOptions,
  Render,
  view,
  VIEW_HELPER,
  type ViewHelper,
  type ViewModel,
  type ViewModels,
  type ViewName,
} from '@tenon/http';
