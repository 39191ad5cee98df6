/** The names of a policy's abilities: of its public methods. */
export type AbilitiesOf<P> = {
  [K in keyof P & string]: P[K] extends (...parameters: never[]) => unknown ? K : never;
}[keyof P & string];

/** What the abilities of a policy are about: their second parameters. */
export type SubjectsOf<P> = {
  [K in AbilitiesOf<P>]: P[K] extends (...parameters: infer A) => unknown
    ? A extends readonly [unknown, infer S, ...unknown[]]
      ? S
      : never
    : never;
}[AbilitiesOf<P>];

/**
 * The abilities that policies have about an `S`.
 *
 * Which policy is about what, TypeScript sees by the parameters of its methods; boot compares the classes themselves.
 */
export type AbilitiesAbout<P, S> = P extends unknown
  ? [SubjectsOf<P>] extends [never]
    ? AbilitiesOf<P>
    : S extends SubjectsOf<P>
      ? AbilitiesOf<P>
      : never
  : never;

/** The abilities that cannot be asked about a `U`. */
export type MisfitsOfUser<P, U> = {
  [K in AbilitiesOf<P>]: P[K] extends (...parameters: infer A) => unknown ? ([U] extends [A[0]] ? never : K) : never;
}[AbilitiesOf<P>];

/** What is no ability about an `S`: it takes something else, or does not say yes or no. */
export type MisfitsOfSubject<P, S> = {
  [K in AbilitiesOf<P>]: P[K] extends (user: never, subject: S) => boolean | PromiseLike<boolean> ? never : K;
}[AbilitiesOf<P>];
