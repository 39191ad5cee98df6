import { Injectable, InjectRef, Logger, type Ref } from '@tenon/http';
import { Visitor } from '../visitor.js';
import { PhraseBook } from './phrase-book.js';

/** Greets whoever is being served. There is one for the whole application, and it reaches the visitor of each request. */
@Injectable()
export class GreetingService {
  constructor(
    private readonly phrases: PhraseBook,
    @InjectRef(Visitor) private readonly visitor: Ref<Visitor>,
    private readonly logger: Logger,
  ) {}

  greet(): string {
    const { name } = this.visitor.get();
    this.logger.info('greeted', { visitor: name });
    return `${this.phrases.salutation()}, ${name}!`;
  }
}
