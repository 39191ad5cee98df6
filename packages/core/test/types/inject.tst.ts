/* What injection decorators admit. Compiled, never run. */
import {
  createMultiToken,
  createToken,
  Inject,
  Injectable,
  InjectAll,
  InjectLazy,
  InjectRef,
  type Lazy,
  Optional,
  type Ref,
} from '@tenon/core';

interface Clock {
  now(): number;
}
class SystemClock implements Clock {
  readonly zone = 'UTC';
  now(): number {
    return 0;
  }
}
abstract class Storage {
  abstract read(): string;
}
const CLOCK = createToken<Clock>('clock');
const NAME = createToken<string>('name');
const CHECK = createMultiToken<Clock>('check');

@Injectable()
export class Parameters {
  constructor(
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(NAME) readonly name: string,
    @Inject(SystemClock) readonly wider: Clock,
    @Inject(Storage) readonly storage: Storage,
    @InjectAll(CHECK) readonly checks: readonly Clock[],
    @InjectRef(SystemClock) readonly ref: Ref<SystemClock>,
    @InjectRef(SystemClock) readonly widerRef: Ref<Clock>,
    @InjectRef(NAME) readonly nameRef: Ref<string>,
    @InjectLazy(() => SystemClock) readonly lazy: Lazy<SystemClock>,
    @Optional() @Inject(NAME) readonly maybe?: string,
    @Inject(NAME) readonly or: string | number = 1,
  ) {}
}

@Injectable()
export class WrongParameters {
  constructor(
    // @ts-expect-error -- a clock is no string
    @Inject(CLOCK) readonly clock: string,
    // @ts-expect-error -- a Clock need not be a SystemClock
    @Inject(CLOCK) readonly narrower: SystemClock,
    // @ts-expect-error -- many, not one
    @InjectAll(CHECK) readonly check: Clock,
    // @ts-expect-error -- of another type
    @InjectAll(CHECK) readonly names: readonly string[],
    // @ts-expect-error -- a multi-token has no one value
    @Inject(CHECK) readonly one: Clock,
    // @ts-expect-error -- a token has one value
    @InjectAll(CLOCK) readonly all: readonly Clock[],
    // @ts-expect-error -- the reference, not the thing
    @InjectRef(SystemClock) readonly direct: SystemClock,
    // @ts-expect-error -- of another type
    @InjectRef(NAME) readonly ref: Ref<number>,
    // @ts-expect-error -- the reference, not the thing
    @InjectLazy(() => SystemClock) readonly later: SystemClock,
    // @ts-expect-error -- a function is asked for, since the class may not exist yet
    @InjectLazy(SystemClock) readonly lazy: Lazy<SystemClock>,
    // @ts-expect-error -- a parameter needs a token
    @Inject() readonly none: SystemClock,
    // @ts-expect-error -- never a bare string
    @Inject('name') readonly text: string,
  ) {}
}

export class Properties {
  @Inject(CLOCK) readonly clock!: Clock;
  @Inject() readonly byType!: SystemClock;
  @Inject(NAME) name: string | undefined;
  @InjectAll(CHECK) checks!: readonly Clock[];
  @InjectRef(SystemClock) ref!: Ref<SystemClock>;
  @InjectLazy(() => SystemClock) lazy!: Lazy<SystemClock>;
  @Optional() @Inject(NAME) maybe?: string;
  // A private property's type cannot be seen from outside of its class, and is not compared.
  @Inject(CLOCK) private readonly hidden!: Clock;

  use(): number {
    return this.hidden.now();
  }
}

export class WrongProperties {
  // @ts-expect-error -- a clock is no string
  @Inject(CLOCK) clock!: string;
  // @ts-expect-error -- many, not one
  @InjectAll(CHECK) check!: Clock;
  // @ts-expect-error -- the reference, not the thing
  @InjectRef(SystemClock) direct!: SystemClock;
  // @ts-expect-error -- of another type
  @InjectLazy(() => SystemClock) lazy!: Lazy<string>;
}

// @ts-expect-error -- there are three scopes
@Injectable({ scope: 'session' })
export class WrongScope {}
