/* What stands behind `GET /guarded` and `GET /scoped`, for subjects without a container of their own. */

export interface User {
  readonly name: string;
  readonly role: 'admin' | 'guest';
}

const USERS: Readonly<Record<string, User>> = {
  'Bearer ada-token': { name: 'ada', role: 'admin' },
  'Bearer bob-token': { name: 'bob', role: 'guest' },
};

/** The user to whom a header `authorization` belongs. */
export function findUser(authorization: string | undefined): User | undefined {
  return authorization === undefined ? undefined : USERS[authorization];
}

/** What the handler of `GET /guarded` gives; the interceptor wraps it into `{ data }`. */
export interface Report {
  readonly user: string;
  readonly balance: number;
  readonly currency: string;
}

export class Rates {
  of(currency: string): number {
    return currency === 'EUR' ? 1.25 : 1;
  }
}

export class Accounts {
  readonly #rates: Rates;

  constructor(rates: Rates) {
    this.#rates = rates;
  }

  balanceOf(user: string, currency: string): number {
    return user.length * 100 * this.#rates.of(currency);
  }
}

export class Reports {
  readonly #accounts: Accounts;

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  reportFor(user: string): Report {
    return { user, balance: this.#accounts.balanceOf(user, 'EUR'), currency: 'EUR' };
  }
}

/** Who is asking, and for whom: one for each request. */
export class Visit {
  readonly tenant: string;
  readonly visitor: string;

  constructor(tenant: string | undefined, visitor: string | undefined) {
    this.tenant = tenant ?? 'public';
    this.visitor = visitor ?? 'nobody';
  }
}

/** Works for one request. */
export class Greeter {
  readonly #visit: Visit;

  constructor(visit: Visit) {
    this.#visit = visit;
  }

  greet(): { readonly tenant: string; readonly visitor: string; readonly greeting: string } {
    const { tenant, visitor } = this.#visit;
    return { tenant, visitor, greeting: `Hello ${visitor} of ${tenant}` };
  }
}
