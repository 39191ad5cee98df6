import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Injectable, Module, type OnShutdown } from '@tenon/http';
import { createTestApp, type TestApp } from '@tenon/testing';

const closed: string[] = [];

@Injectable()
class Database implements OnShutdown {
  name = '';
  isOpen = true;
  onShutdown(): void {
    this.isOpen = false;
    closed.push(this.name);
  }
}

@Module({ providers: [Database] })
class AppModule {}

async function open(name: string): Promise<TestApp> {
  const app = await createTestApp(AppModule);
  app.get(Database).name = name;
  return app;
}

describe('an application', () => {
  let ofFile: TestApp;
  let ofEach: TestApp;
  let seenAfterEach: boolean | undefined;

  beforeAll(async () => {
    ofFile = await open('of the file');
  });
  beforeEach(async () => {
    ofEach = await open('of beforeEach');
  });
  afterEach(() => {
    seenAfterEach = ofEach.get(Database).isOpen;
  });

  test('is open as long as its test', async () => {
    const app = await open('of the test');
    expect(app.get(Database).isOpen).toBe(true);
    expect(closed).toEqual([]);
  });

  test('is closed after the test that made it, the last one first, but not before afterEach', () => {
    expect(seenAfterEach).toBe(true);
    expect(closed).toEqual(['of the test', 'of beforeEach']);
    expect(ofFile.get(Database).isOpen).toBe(true);
    closed.length = 0;
  });

  test('may be closed by the test itself, and is not closed twice', async () => {
    const byHand = await open('by hand');
    await byHand.close();
    expect(closed).toEqual(['of beforeEach', 'by hand']);
    {
      await using app = await open('by using');
      expect(app.get(Database).isOpen).toBe(true);
    }
    expect(closed).toEqual(['of beforeEach', 'by hand', 'by using']);
    await byHand.close();
    expect(closed).toHaveLength(3);
  });
});
