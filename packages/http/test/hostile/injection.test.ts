import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { Controller, Get, Query, Redirect, Res } from '@tenon/http';
import type { FastifyReply } from 'fastify';
import { listen } from '../support/serve.js';
import { Wire } from '../support/socket.js';
import { get } from './cases/requests.js';
import { Exchange } from './exchange.js';

@Controller()
class Echo {
  @Get('/redirect') @Redirect() redirect(@Query('to') to: string) {
    return { url: to };
  }
  @Get('/own-redirect') ownRedirect(@Query('to') to: string, @Res() reply: FastifyReply) {
    return reply.redirect(to);
  }
  @Get('/header') header(@Query('value') value: string, @Res() reply: FastifyReply) {
    reply.header('x-value', value);
    return 'ok';
  }
  @Get('/name') name(@Query('name') name: string, @Res() reply: FastifyReply) {
    reply.header(name, 'value');
    return 'ok';
  }
  @Get('/type') type(@Query('value') value: string, @Res() reply: FastifyReply) {
    reply.type(value);
    return 'ok';
  }
}

/** What would begin a header, a body, or another reply, if it were written as it came. */
const SPLITS = [
  '%0d%0aX-Injected:%201',
  '%0aX-Injected:%201',
  '%0dX-Injected:%201',
  '%0d%0a%0d%0a%3Cscript%3E',
  '%0d%0aContent-Length:%200%0d%0a%0d%0aHTTP/1.1%20200%20OK%0d%0a',
  '%E5%98%8D%E5%98%8AX-Injected:%201',
  '%00X-Injected:%201',
  '%7f',
];

test.each(SPLITS)('lets %s in a redirect be no more than a URL', async (split) => {
  const { port } = await listen(Echo);
  const replies = await new Exchange(port, get(`/redirect?to=/next${split}`)).replies();
  expect(replies.map(({ status }) => status)).toEqual([302]);
  expect([...(replies[0]?.headers.keys() ?? [])]).not.toContain('x-injected');
  // Every byte of it is a letter of ASCII that can be seen.
  expect(replies[0]?.headers.get('location')).toMatch(/^\/next[!-~]*$/);
});

test.each(['/own-redirect?to=/next', '/header?value=a', '/name?name=a', '/type?value=text/plain'])(
  'never splits a reply by what a handler makes a header of: %s',
  async (path) => {
    const { port } = await listen(Echo);
    for (const split of SPLITS) {
      // What no header can hold is an error of the handler: it alone knows what else to say.
      const text = await allThatComes(port, get(path + split, 'Connection: close\r\n'));
      expect(text.match(/^HTTP\/1\.1 \d+/gm)).toHaveLength(1);
      expect(text.split('\r\n\r\n')[0]).not.toMatch(/^x-injected/im);
      expect(text).not.toContain('<script>');
    }
  },
);

/** Gives what comes, whatever the status is. */
async function allThatComes(port: number, bytes: string): Promise<string> {
  const wire = new Wire(port);
  wire.socket.write(bytes, 'latin1');
  return wire.closed();
}
