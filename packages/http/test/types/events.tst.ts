/* What is checked here is checked by `tsc`: nothing of it is run. */
import { Readable } from 'node:stream';
import { Expose } from '@tenon/dto';
import { Controller, LastEventId, Returns, ServerSentEvent, Sse } from '@tenon/http';

class OrderView {
  @Expose() id!: number;
}

@Controller()
export class Streams {
  @Sse('/generator') async *generator() {
    yield 1;
  }
  @Sse('/stream') stream() {
    return Readable.from([1]);
  }
  @Sse('/promised') async promised(@LastEventId() last: string | undefined) {
    return last === undefined ? undefined : this.generator();
  }
  @Sse('/views') @Returns([OrderView]) async *views() {
    yield { id: 1 };
    yield new ServerSentEvent({ data: { id: 1 } });
  }
  @Sse('/view') @Returns(OrderView) async *view() {
    yield new ServerSentEvent({ data: { id: 1, more: 2 } });
  }
  // @ts-expect-error a list is no stream
  @Sse('/list') list() {
    return [1];
  }
  @Sse('/other')
  // @ts-expect-error the data of an event lacks what is shown of it
  @Returns([OrderView])
  async *other() {
    yield new ServerSentEvent({ data: { name: 'x' } });
  }
  // @ts-expect-error a client that comes for the first time has seen none
  @Sse('/last') async *last(@LastEventId() last: string) {
    yield last;
  }
}

export const typed: string | undefined = new ServerSentEvent({ data: 'x' }).data;
