import type { SubjectName } from '../run/jobs.js';

/** Reads the paths of all fields at fault, such as `lines.0.quantity`, out of the body of a 422. */
export type FieldReader = (body: unknown) => string[];

const ofFastify: FieldReader = (body) => (body as { readonly fields: string[] }).fields;

/** How each subject names them. */
export const FIELDS: Readonly<Record<SubjectName, FieldReader>> = {
  fastify: ofFastify,
  'fastify-async': ofFastify,
  'fastify-defaults': ofFastify,
  'fastify-bare': ofFastify,
  'fastify-and-imports': ofFastify,
  tenon(body) {
    const { errors } = body as { readonly errors: readonly { readonly name?: string; readonly pointer?: string }[] };
    return errors.map(({ name, pointer }) => name ?? pointer?.slice(2).replaceAll('/', '.') ?? '');
  },
  // Each message begins with the path, or nearly so: `lines.0.quantity must not be less than 1`.
  nest: (body) =>
    (body as { readonly message: string[] }).message.map(
      (message) => message.replace('nested property ', '').split(' ')[0] ?? '',
    ),
  hono: (body) =>
    (body as { readonly issues: readonly { readonly path: readonly (string | number)[] }[] }).issues.map(({ path }) =>
      path.join('.'),
    ),
  adonis: (body) =>
    (body as { readonly errors: readonly { readonly field: string }[] }).errors.map(({ field }) =>
      field.replace('params.', ''),
    ),
};
