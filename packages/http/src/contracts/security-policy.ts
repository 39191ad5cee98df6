/** The name of a directive of a content security policy. */
export type PolicyDirective =
  | 'base-uri'
  | 'block-all-mixed-content'
  | 'child-src'
  | 'connect-src'
  | 'default-src'
  | 'fenced-frame-src'
  | 'font-src'
  | 'form-action'
  | 'frame-ancestors'
  | 'frame-src'
  | 'img-src'
  | 'manifest-src'
  | 'media-src'
  | 'object-src'
  | 'report-to'
  | 'report-uri'
  | 'require-trusted-types-for'
  | 'sandbox'
  | 'script-src'
  | 'script-src-attr'
  | 'script-src-elem'
  | 'style-src'
  | 'style-src-attr'
  | 'style-src-elem'
  | 'trusted-types'
  | 'upgrade-insecure-requests'
  | 'worker-src';

/** The directives of CSP Level 3, of its extensions, and those of Level 2 that browsers still know. */
export const POLICY_DIRECTIVES: readonly PolicyDirective[] = [
  'base-uri',
  'block-all-mixed-content',
  'child-src',
  'connect-src',
  'default-src',
  'fenced-frame-src',
  'font-src',
  'form-action',
  'frame-ancestors',
  'frame-src',
  'img-src',
  'manifest-src',
  'media-src',
  'object-src',
  'report-to',
  'report-uri',
  'require-trusted-types-for',
  'sandbox',
  'script-src',
  'script-src-attr',
  'script-src-elem',
  'style-src',
  'style-src-attr',
  'style-src-elem',
  'trusted-types',
  'upgrade-insecure-requests',
  'worker-src',
];

/**
 * Where the pages of an application may get what from.
 *
 * A directive takes the place of the default one; those that are not named stay as they are. False takes one away, and true
 * is for those without a value, such as `upgrade-insecure-requests`.
 *
 * @see https://www.w3.org/TR/CSP3/
 *
 * @example
 * createApp(AppModule, { contentSecurityPolicy: { 'img-src': ["'self'", 'https:'] } });
 */
export type ContentSecurityPolicy = { readonly [D in PolicyDirective]?: readonly string[] | boolean } & {
  /** Whether browsers only report what they would refuse, and refuse nothing. Default: false. */
  readonly reportOnly?: boolean;
};

type Directives = ReadonlyMap<string, readonly string[]>;

/** What pages have where the application does not say otherwise. Images come from forms too, as `data:`; scripts do not. */
const DEFAULT_DIRECTIVES: Directives = new Map([
  ['default-src', ["'self'"]],
  ['base-uri', ["'self'"]],
  ['font-src', ["'self'", 'https:', 'data:']],
  ['form-action', ["'self'"]],
  ['frame-ancestors', ["'self'"]],
  ['img-src', ["'self'", 'data:']],
  ['object-src', ["'none'"]],
  ['script-src', ["'self'"]],
  ['script-src-attr', ["'none'"]],
  ['style-src', ["'self'", 'https:', "'unsafe-inline'"]],
]);

/** A policy as it is sent. */
export interface WrittenPolicy {
  readonly header: 'content-security-policy' | 'content-security-policy-report-only';
  /** What is sent where no nonce was asked for. */
  readonly text: string;
  readonly withNonce: (nonce: string) => string;
}

/** Writes a policy, once for all pages. Gives undefined for false: there is none. */
export function writePolicy(options: ContentSecurityPolicy | false = {}): WrittenPolicy | undefined {
  if (options === false) return undefined;
  const { reportOnly = false, ...given } = options;
  const directives = new Map(DEFAULT_DIRECTIVES);
  for (const [name, value] of Object.entries(given)) {
    if (value === false) directives.delete(name);
    else if (value !== undefined) directives.set(name, value === true ? [] : value);
  }
  if (directives.size === 0) return undefined;
  const [before = '', ...behind] = textOf(directivesWithNonce(directives)).split(PLACEHOLDER);
  return {
    header: reportOnly ? 'content-security-policy-report-only' : 'content-security-policy',
    text: textOf(directives),
    withNonce: (nonce) => behind.reduce((text, part) => `${text}${nonce}${part}`, before),
  };
}

/** Stands for the nonce: no source may have a semicolon in it. */
const PLACEHOLDER = ';nonce;';

/** Scripts fall back to the default; styles need a nonce only where they are not allowed anyway. */
function directivesWithNonce(directives: Directives): Directives {
  const all = new Map(directives);
  const script = directives.get('script-src') ?? directives.get('default-src');
  if (script) all.set('script-src', script);
  for (const name of ['script-src', 'script-src-elem', 'style-src', 'style-src-elem']) {
    const sources = all.get(name);
    // A nonce would switch off 'unsafe-inline' (CSP3 §6.7.3.2), and so break what the application has allowed.
    if (!sources || (sources.includes("'unsafe-inline'") && !sources.includes("'strict-dynamic'"))) continue;
    all.set(name, [...sources.filter((source) => source !== "'none'"), `'nonce-${PLACEHOLDER}'`]);
  }
  return all;
}

function textOf(directives: Directives): string {
  return [...directives].map(([name, sources]) => [name, ...sources].join(' ')).join('; ');
}
