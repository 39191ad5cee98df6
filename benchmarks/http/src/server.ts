/* Serves one subject: `node dist/server.js subjects/fastify`. */
import { serve, type Subject } from '../../harness/subject.js';

const [, , name = ''] = process.argv;
const { subject }: { readonly subject: Subject } = await import(`./${name}.js`);
await serve(subject);
