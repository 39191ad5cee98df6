/* Serves one subject: `node dist/server.js tenon`. */
import { serve, type Subject } from '../../harness/subject.js';

const [, , name = ''] = process.argv;
const { subject }: { readonly subject: Subject } = await import(`./subjects/${name}.js`);
await serve(subject);
