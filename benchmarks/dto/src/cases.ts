import { setTimeout } from 'node:timers/promises';
import { cpuMs, type Duration, measureCall } from '../../harness/measure.js';
import type { Figures } from '../../harness/results.js';
import { brokenOrder, plainOrder } from './orders/plain-order.js';
import type { CaseName } from './run/jobs.js';
import type { Accepts, CrowdMember, OrderKind, OrderParser, Subject } from './subjects/subject.js';
import { checkMembers, checkParser, checkWriter } from './verify.js';

/** What is parsed in turn, so that nothing can be kept from one call to the next. */
const ORDERS = 16;
const DURATION: Duration = { warmUpMs: 300, measureMs: 400 };
/** The rest before a figure that is taken once, in which other threads end what the imports left to them. */
const REST_MS = 50;

/** Nanoseconds from a plain order to a validated instance. */
async function parse(subject: Subject, kind: OrderKind = 'plain'): Promise<Figures> {
  const parser = parserOf(subject, kind);
  const orders = Array.from({ length: ORDERS }, (_, number) => plainOrder(number));
  const ns = await measureCall((index) => parser.parse(orders[index % ORDERS]), DURATION);
  await checkParser(kind, parser);
  return { ns };
}

/** The same in a process in which 300 other classes are registered, each of which was used before. */
async function crowd(subject: Subject): Promise<Figures> {
  const members = await importCrowd('crowd');
  checkMembers(members, compileAll(subject, members));
  return parse(subject);
}

/** Nanoseconds from an order with six faults to all its errors. */
async function errors(subject: Subject): Promise<Figures> {
  const parser = parserOf(subject, 'plain');
  const orders = Array.from({ length: ORDERS }, (_, number) => brokenOrder(number).plain);
  const ns = await measureCall((index) => parser.errors(orders[index % ORDERS]), DURATION);
  await checkParser('plain', parser);
  return { ns };
}

/** Nanoseconds for the JSON text of 100 items. */
async function serialise(subject: Subject): Promise<Figures> {
  const write = subject.createWriter?.();
  if (write === undefined) throw new Error('This subject writes nothing');
  const ns = await measureCall(write, DURATION);
  checkWriter(write);
  return { ns };
}

/** Milliseconds to compile 1,000 classes of 8 properties, and to check one valid object of each for the first time. */
async function compile(subject: Subject): Promise<Figures> {
  const members = await importCrowd('thousand');
  // A class that is not among them takes what the library does once in a process.
  const [warmUp, ...rest] = members;
  if (warmUp === undefined) throw new Error('There is no class');
  checkMembers([warmUp], compileAll(subject, [warmUp]));
  await setTimeout(REST_MS);
  const start = cpuMs();
  const accept = compileAll(subject, rest);
  for (const [index, { valid }] of rest.entries()) accept[index]?.(valid);
  const ms = cpuMs() - start;
  checkMembers(rest, accept);
  return { ms };
}

/** Milliseconds for the first order of a process that has 1,000 other classes: what is compiled lazily, and the parsing. */
async function first(subject: Subject): Promise<Figures> {
  await importCrowd('thousand');
  const order = plainOrder(0);
  await setTimeout(REST_MS);
  const start = cpuMs();
  const parser = parserOf(subject, 'plain');
  const atRequest = cpuMs();
  await parser.parse(order);
  const end = cpuMs();
  await checkParser('plain', parser);
  return { ahead: atRequest - start, request: end - atRequest, ms: end - start };
}

function parserOf(subject: Subject, kind: OrderKind): OrderParser {
  const parser = subject.createParser?.(kind);
  if (parser === undefined) throw new Error('This subject parses nothing');
  return parser;
}

function compileAll(subject: Subject, members: readonly CrowdMember[]): Accepts[] {
  return members.map((member) => {
    const accepts = subject.compileMember?.(member);
    if (accepts === undefined) throw new Error('This subject compiles nothing');
    return accepts;
  });
}

async function importCrowd(name: 'crowd' | 'thousand'): Promise<readonly CrowdMember[]> {
  const { members }: { readonly members: readonly CrowdMember[] } = await import(`./generated/${name}.js`);
  return members;
}

export const RUN_CASE: Readonly<Record<CaseName, (subject: Subject) => Promise<Figures>>> = {
  parse: (subject) => parse(subject),
  strict: (subject) => parse(subject, 'strict'),
  crowd,
  errors,
  serialise,
  compile,
  first,
};
