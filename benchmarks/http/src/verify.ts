import { request as send } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import { HOST } from '../../harness/subject.js';
import { CHECKED, type Exchange } from './app/exchanges.js';
import { type FieldReader, FIELDS } from './subjects/fields.js';
import { CONTROLLERS, type SubjectName } from './run/jobs.js';

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/**
 * Sends every request that there is to a server, and compares its answers with what they must be: the status, the
 * content type without its parameters, and the content. For input that is refused, the fields at fault, of a subject
 * that names them.
 *
 * @throws Error that lists all the differences, each with its subject and its route
 */
export async function checkAnswers(subject: SubjectName, port: number): Promise<void> {
  const differences: string[] = [];
  for (const exchange of CHECKED) {
    const difference = differenceOf(exchange, await ask(port, exchange), FIELDS[subject]);
    if (difference !== undefined) {
      differences.push(`${subject}: ${exchange.method} ${exchange.path}, ${exchange.what}: ${difference}`);
    }
  }
  if (differences.length > 0) throw new Error(`Not the same answers:\n  ${differences.join('\n  ')}`);
}

/**
 * Compares a few answers of the first, a middle and the last of the thousand controllers.
 *
 * @throws Error that names the first difference
 */
export async function checkThousand(subject: SubjectName, port: number): Promise<void> {
  for (const number of [0, CONTROLLERS / 2, CONTROLLERS - 1]) {
    const input = { name: `Thing ${number}`, price: 1.5, active: true, tags: ['a'] };
    const shown = { id: 7, ...input };
    const path = `/things-${number}`;
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify(input);
    const asked: readonly Exchange[] = [
      { route: 'json', what: 'list', method: 'GET', path: `${path}?page=7`, status: 200, answer: [shown] },
      { route: 'json', what: 'one', method: 'GET', path: `${path}/7`, status: 200, answer: shown },
      { route: 'json', what: 'create', method: 'POST', path, headers, body, status: 201, answer: shown },
      { route: 'json', what: 'replace', method: 'PUT', path: `${path}/7`, headers, body, status: 200, answer: shown },
      { route: 'json', what: 'remove', method: 'DELETE', path: `${path}/7`, status: 204 },
    ];
    for (const exchange of asked) {
      const difference = differenceOf(exchange, await ask(port, exchange), FIELDS[subject]);
      if (difference !== undefined) throw new Error(`${subject}: ${exchange.method} ${exchange.path}: ${difference}`);
    }
  }
}

function differenceOf(exchange: Exchange, { status, type, body }: Reply, fieldsOf: FieldReader): string | undefined {
  if (status !== exchange.status) return `status ${status}, not ${exchange.status}: ${body}`;
  if (exchange.fields !== undefined) {
    const fields = [...new Set(fieldsOf(JSON.parse(body)))].toSorted();
    return isDeepStrictEqual(fields, exchange.fields) ? undefined : `at fault is ${fields.join(' and ')}: ${body}`;
  }
  if (exchange.answer === undefined) return undefined;
  const [essence] = type.split(';');
  const expected = exchange.route === 'text' ? 'text/plain' : 'application/json';
  if (essence !== expected) return `content type ${type}, not ${expected}`;
  // What is expected has dates, which are text on the wire, and keys without a value, which are not there.
  const isSame =
    exchange.route === 'text'
      ? body === exchange.answer
      : isDeepStrictEqual(JSON.parse(body), JSON.parse(JSON.stringify(exchange.answer)));
  return isSame ? undefined : `answered ${body}, not ${JSON.stringify(exchange.answer)}`;
}

function ask(port: number, { method, path, headers, body }: Exchange): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = send({ host: HOST, port, method, path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.once('error', reject);
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', body: text }),
      );
    });
    request.once('error', reject);
    request.end(body);
  });
}
