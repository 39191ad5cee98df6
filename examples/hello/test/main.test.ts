import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { createContext } from '@tenon/core';
import { AppModule } from '../src/app.module.js';

/** All that the program writes to standard output. */
let output = '';

beforeAll(async () => {
  const write = (text: unknown): boolean => {
    output += String(text);
    return true;
  };
  jest.spyOn(process.stdout, 'write').mockImplementation(write);
  jest.spyOn(console, 'log').mockImplementation((...words: unknown[]) => void write(`${words.join(' ')}\n`));
  await import('../src/main.js');
});

afterAll(() => {
  jest.restoreAllMocks();
});

test('prints the graph that the README shows', async () => {
  await using app = await createContext(AppModule);
  const graph = app.graph().toMermaid();
  expect(graph).toMatchGolden('graph');
  expect(output).toContain(graph);
});

test('explains the greeting service with the line that declares it', () => {
  expect(output).toMatch(
    /^GreetingService: singleton, class, listed by GreetingModule {3}\S*greeting\.service\.ts:6$/m,
  );
});

test('logs with the name of the class that logs', () => {
  expect(output).toMatch(/ info {2}GreetingService greeted \{ name: '.+' \}$/m);
});

test('ends with a greeting', () => {
  expect(output).toMatch(/^Good (?:morning|afternoon|evening), .+!\n$(?![^])/m);
});
