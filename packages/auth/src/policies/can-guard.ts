import { type AbstractClass, type Diagnostic, methodParameterNames, nearestNames, TenonError } from '@tenon/core';
import {
  type CanActivate,
  type Class,
  type ContextKey,
  Describe,
  ForbiddenException,
  Inject,
  Injectable,
  InjectAll,
  NotFoundException,
  parametersOfPath,
  Provides,
  type RequestContext,
  type RouteGuard,
  type RouteModel,
  SUBJECT_RESOLVER,
  type SubjectLoader,
  type SubjectResolver,
} from '@tenon/http';
import type { Challenge } from '../authentication/challenge.js';
import { isSignedInBefore } from '../authentication/signed-in-before.js';
import * as faults from '../errors.js';
import { subjectOf } from './policy.js';
import { subjectKey } from './subject.js';

/** How the object is found that a request is about. */
export interface SubjectOptions {
  /** The part of the path that names it. Default: the only one that there is. */
  readonly by?: string;
  /** The property that has this value. Default: the name of the part. */
  readonly property?: string;
}

/** Who asks. */
export interface Asking {
  readonly user: ContextKey<object>;
  readonly challenge: Challenge;
}

/** What one `@Can` says. */
interface Question extends Asking {
  readonly policies: readonly AbstractClass[];
  readonly ability: string;
  readonly subject: AbstractClass;
  readonly options: SubjectOptions;
}

type Ability = (user: object, subject?: object) => unknown;

/**
 * Makes the guard of one `@Can`: a class, so that the container gives it the policy and what loads subjects.
 *
 * What it does in a request amounts to
 *
 *     const article = await loadBySlug(request.params.slug);
 *     if (!article) throw new NotFoundException('', { subject: Article });
 *     if (policy.update(user, article) !== true) throw new ForbiddenException('…', { subject: Article });
 *     context.set(SUBJECT, article);
 */
export function createCanGuard(question: Question): Class<RouteGuard> {
  const { policies, ability, subject } = question;
  const about = policies.filter((each) => subjectOf(each) === subject);
  const [policy] = about;
  const method = policy && abilityOf(policy, ability);
  const isAboutOne = method !== undefined && takesSubject(method);

  @Injectable()
  class CanGuard implements RouteGuard {
    readonly #policy: unknown;
    readonly #resolvers: readonly SubjectResolver[];

    constructor(@Inject(policy ?? Nothing) asked: unknown, @InjectAll(SUBJECT_RESOLVER) resolvers: SubjectResolver[]) {
      this.#policy = asked;
      this.#resolvers = resolvers;
    }

    static checkRoute(route: RouteModel): readonly Diagnostic[] {
      const found: Diagnostic[] = [];
      if (!isSignedInBefore(CanGuard, question.user, route)) found.push(faults.canWithoutUser({ what: name }));
      if (policy === undefined) found.push(faults.noPolicy({ subject: subject.name, policies: policies.map(nameOf) }));
      else if (about.length > 1) found.push(faults.twoPolicies({ subject: subject.name, policies: about.map(nameOf) }));
      else if (method === undefined) found.push(unknownAbility(policy, ability));
      else if (isAboutOne && parameterOf(route, question) === undefined) found.push(noParameter(route, question));
      return found;
    }

    forRoute(route: RouteModel): CanActivate['canActivate'] {
      const asked = (this.#policy as Readonly<Record<string, Ability>>)[ability]!.bind(this.#policy);
      if (!isAboutOne) return decideAboutNone(question, asked);
      return decideAboutOne(question, asked, sourceOf(route, question, this.#resolvers));
    }
  }

  const name = `Can('${ability}', ${subject.name})`;
  Object.defineProperty(CanGuard, 'name', { value: name });
  if (isAboutOne) {
    Provides(subjectKey(subject))(CanGuard);
    Describe({ errors: [404] })(CanGuard);
  }
  return CanGuard;
}

/** In the place of a policy that there is not, which is told at boot. */
@Injectable()
class Nothing {}

/** Where the subject comes from: a part of the path, and what loads by it. */
interface Source {
  readonly parameter: string;
  readonly load: SubjectLoader;
}

function decideAboutOne({ user: key, subject: type, challenge }: Question, ask: Ability, { parameter, load }: Source) {
  const subjectIs = subjectKey(type);
  return async (context: RequestContext): Promise<boolean> => {
    const user = context.get(key);
    // Before it is told whether there is such an object.
    if (user === undefined) return challenge.demand(context);
    const value = (context.request.params as Readonly<Record<string, string | undefined>>)[parameter];
    const subject = value === undefined ? undefined : await load(value, context);
    if (subject === undefined || subject === null) throw new NotFoundException('', { subject: type });
    if ((await ask(user, subject)) !== true) throw forbidden(type);
    context.set(subjectIs, subject);
    return true;
  };
}

function decideAboutNone({ user: key, subject: type, challenge }: Question, ask: Ability) {
  return async (context: RequestContext): Promise<boolean> => {
    const user = context.get(key);
    if (user === undefined) return challenge.demand(context);
    if ((await ask(user)) !== true) throw forbidden(type);
    return true;
  };
}

function forbidden(subject: AbstractClass): ForbiddenException {
  return new ForbiddenException('You may not do this.', { code: 'not-permitted', subject });
}

/**
 * Whether an ability is about one object. Counted by names: `length` leaves out a parameter with a default value, and then no
 * object would be loaded; what wraps a method has `(...parameters)`, and may well hand one on.
 */
function takesSubject(method: (...parameters: never[]) => unknown): boolean {
  const names = methodParameterNames(method);
  return names.length > 1 || names[0]?.isRest === true;
}

/** Gives the part of the path that names the object; undefined where there is none, or one of several. */
function parameterOf({ path }: RouteModel, { options: { by } }: Question): string | undefined {
  const parameters = parametersOfPath(path);
  if (by !== undefined) return parameters.find((each) => each === by);
  return parameters.length === 1 ? parameters[0] : undefined;
}

function noParameter({ path }: RouteModel, { subject, ability, options: { by } }: Question): Diagnostic {
  return faults.noSubjectParameter({ subject: subject.name, ability, path, parameters: parametersOfPath(path), by });
}

/** @throws TenonError `TENON_AUTH_NO_SUBJECT_RESOLVER` */
function sourceOf(route: RouteModel, question: Question, resolvers: readonly SubjectResolver[]): Source {
  const parameter = parameterOf(route, question) as string;
  const { subject, options } = question;
  const property = options.property ?? parameter;
  const inOrder = resolvers.toSorted(
    (one, other) => Number(one.isFallback ?? false) - Number(other.isFallback ?? false),
  );
  for (const resolver of inOrder) {
    const load = resolver.loaderOf(subject, property);
    if (load) return { parameter, load };
  }
  throw new TenonError([faults.noSubjectResolver({ subject: subject.name, property })]);
}

function unknownAbility(policy: AbstractClass, ability: string): Diagnostic {
  const known = abilitiesOf(policy);
  return faults.unknownAbility({ policy: policy.name, ability, known, near: nearestNames(ability, known)[0] });
}

/** Gives a method of a policy, or of a class that it extends. */
function abilityOf(policy: AbstractClass, ability: string): ((...parameters: never[]) => unknown) | undefined {
  return abilitiesOf(policy).includes(ability)
    ? ((policy.prototype as Readonly<Record<string, unknown>>)[ability] as () => unknown)
    : undefined;
}

function abilitiesOf(policy: AbstractClass): readonly string[] {
  const names = new Set<string>();
  for (
    let at = policy.prototype as object | null;
    at !== null && at !== Object.prototype;
    at = Object.getPrototypeOf(at) as object | null
  ) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at)))
      if (typeof value === 'function' && name !== 'constructor') names.add(name);
  }
  return [...names];
}

function nameOf({ name }: AbstractClass): string {
  return name;
}
