import { type Diagnostic, TenonError, type Where } from '@tenon/core';

/*
 * Every code of @tenon/auth, with its words. docs/errors.md explains each, and test/errors/ has a golden file for each.
 */

/** Throws what is wrong, all of it together. */
export function refuse(faults: readonly Diagnostic[]): void {
  if (faults.length > 0) throw new TenonError(faults);
}

const HOW_TO_MAKE = `node -p "require('crypto').randomBytes(32).toString('base64url')"`;
const CONFIG: Where = { signature: 'AuthConfig.secret' };

export function noSecret({ signs }: { signs: 'tokens' | 'one-time tokens' }): Diagnostic {
  const orKeys = signs === 'tokens' ? ', or give keys to AuthModule.with' : '';
  return {
    code: 'TENON_AUTH_NO_SECRET',
    message: `AUTH_SECRET is not set, and in production nothing else may sign ${signs}.`,
    where: CONFIG,
    fix: `set AUTH_SECRET to the output of ${HOW_TO_MAKE}${orKeys}`,
  };
}

export function weakSecret({ variable, problem }: { variable: string; problem: string }): Diagnostic {
  return {
    code: 'TENON_AUTH_WEAK_SECRET',
    message: `${variable} ${problem}: whoever guesses it can sign in as anybody.`,
    where: CONFIG,
    fix: `set it to the output of ${HOW_TO_MAKE}`,
  };
}

export function invalidKey({ index, problem }: { index: number; problem: string }): Diagnostic {
  return {
    code: 'TENON_AUTH_INVALID_KEY',
    message: `Key ${index + 1} of AuthModule ${problem}.`,
    where: { signature: 'AuthModule.with({ keys: […] })' },
    fix: 'give PEM or a JWK of Ed25519, P-256, or RSA with 2,048 bits or more, the first one private, each with a kid of its own',
  };
}

export function invalidCost({ cost, problem }: { cost: string; problem: string }): Diagnostic {
  return {
    code: 'TENON_AUTH_INVALID_COST',
    message: `The cost of passwords, ${cost}, ${problem}.`,
    where: { signature: 'AuthModule.with({ passwords: { … } })' },
    fix: 'leave it out for 19,456 KiB and 2 passes, or give more: memory is in KiB, 65_536 for 64 MiB',
  };
}

export function invalidWord({ option, value, is }: { option: string; value: string; is: string }): Diagnostic {
  return {
    code: 'TENON_AUTH_INVALID_WORD',
    message: `The ${option} of createAuth, ${JSON.stringify(value)}, ${is}, so that no header can have it.`,
    where: { signature: `createAuth(…, { ${option} })` },
    fix: option === 'scheme' ? "give one word, such as 'Token'" : "give letters, digits and blanks of ASCII: 'my api'",
  };
}

export function invalidSignInPage({ page }: { page: string }): Diagnostic {
  return {
    code: 'TENON_AUTH_INVALID_SIGN_IN_PAGE',
    message: `The signInPage of createAuth, ${JSON.stringify(page)}, is no path of this site.`,
    where: { signature: 'createAuth(…, { signInPage })' },
    fix: "give the path of the page where people sign in: '/login'",
  };
}

export function noAccountName(facts: {
  /** As `@SignInLimit` says it, and the part of it that leads nowhere. */
  path: readonly string[];
  index: number;
  known: readonly string[];
  near: string | undefined;
}): Diagnostic {
  const { path, index, known, near = known[0] } = facts;
  const right = [...path.slice(0, index), near].join('.');
  return {
    code: 'TENON_AUTH_NO_ACCOUNT_NAME',
    message:
      `@SignInLimit('${path.join('.')}') limits no account: ` +
      `the body has no "${path.slice(0, index + 1).join('.')}"; it has ${known.join(', ') || 'nothing'}.`,
    fix:
      near === undefined
        ? `declare it in the class of the body`
        : `say where the name of the account stands, such as @SignInLimit('${right}')`,
  };
}

export function sharedAudience({ audience, users }: { audience: string; users: readonly string[] }): Diagnostic {
  const second = users.at(-1);
  return {
    code: 'TENON_AUTH_SHARED_AUDIENCE',
    message:
      `${users.join(' and ')} both load users by tokens for "${audience}", ` +
      'so that number 7 of one is taken for number 7 of the other.',
    where: { signature: `createAuth(${second})` },
    fix: `give one an audience of its own: createAuth(${second}, { audience: 'staff' }), and tokens.sign(id, {}, { audience: 'staff' }). If they are the same users, say it: createAuth(${second}, { audience: '${audience}' })`,
  };
}

export function twoPolicies({ subject, policies }: { subject: string; policies: readonly string[] }): Diagnostic {
  return {
    code: 'TENON_AUTH_TWO_POLICIES',
    message: `${policies.join(' and ')} are both about ${subject}, so that it is not clear which one is asked.`,
    fix: `put their abilities into one class with @Policy(${subject}), or give them to two permittedBy(…)`,
  };
}

export function canWithoutUser({ what }: { what: string }): Diagnostic {
  return {
    code: 'TENON_AUTH_NOT_SIGNED_IN',
    message: `@${what} asks what the user may do, and no guard before it finds out who that is.`,
    fix: 'put @UseGuards(SignedIn) above it, or on the controller; MaybeSignedIn lets in who is nobody',
  };
}

export function noPolicy({ subject, policies }: { subject: string; policies: readonly string[] }): Diagnostic {
  return {
    code: 'TENON_AUTH_NO_POLICY',
    message: `None of the policies ${policies.join(', ')} is about ${subject}.`,
    fix: `mark a class with @Policy(${subject}), and give it to permittedBy(…)`,
  };
}

export function unknownAbility(facts: {
  policy: string;
  ability: string;
  known: readonly string[];
  near: string | undefined;
}): Diagnostic {
  const { policy, ability, known, near } = facts;
  return {
    code: 'TENON_AUTH_UNKNOWN_ABILITY',
    message: `${policy} has no ability "${ability}"; it has ${known.length > 0 ? known.join(', ') : 'none'}.`,
    fix: near === undefined ? `add a method ${ability} to ${policy}` : `ask for "${near}", or add a method ${ability}`,
  };
}

export function noSubjectParameter(facts: {
  subject: string;
  ability: string;
  path: string;
  parameters: readonly string[];
  by: string | undefined;
}): Diagnostic {
  const { subject, ability, path, parameters, by } = facts;
  const all = parameters.length > 0 ? parameters.map((name) => `:${name}`).join(', ') : 'no part with a name';
  return {
    code: 'TENON_AUTH_NO_SUBJECT_PARAMETER',
    message:
      by === undefined
        ? `@Can('${ability}', ${subject}) does not know which part of ${path} names the ${subject}: it has ${all}.`
        : `@Can('${ability}', ${subject}) finds the ${subject} by "${by}", which is no part of ${path}: it has ${all}.`,
    fix:
      parameters.length > 0
        ? `say it: @Can('${ability}', ${subject}, { by: '${parameters.at(-1)}' })`
        : `give the path a part that names it, such as ${path === '/' ? '' : path}/:id`,
  };
}

export function noSubjectResolver({ subject, property }: { subject: string; property: string }): Diagnostic {
  return {
    code: 'TENON_AUTH_NO_SUBJECT_RESOLVER',
    message: `Nothing says how ${subject} is loaded by its ${property}.`,
    fix: `provide a SUBJECT_RESOLVER whose loaderOf(${subject}, '${property}') gives a function`,
  };
}
