import { Injectable } from '@tenon/http';

/** Who is being served: one for each request. No module lists it, so whoever asks for it gets it from the root. */
@Injectable({ scope: 'request' })
export class Visitor {
  name = 'stranger';
}
