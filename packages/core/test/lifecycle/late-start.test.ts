import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { createContext, Injectable, Module, type OnInit, type OnShutdown } from '@tenon/core';

const events: string[] = [];

@Injectable()
class Connection implements OnInit, OnShutdown {
  async onInit(): Promise<void> {
    await setTimeout(40);
    events.push('open');
  }

  onShutdown(): void {
    events.push('closed');
  }
}

@Module({ providers: [Connection] })
class AppModule {}

test('ends what comes to its beginning after the application has given up on it', async () => {
  await expect(createContext(AppModule, { timeoutMs: 10 })).rejects.toMatchObject({
    code: 'TENON_LIFECYCLE_HOOK_TIMEOUT',
  });
  await setTimeout(80);
  expect(events).toEqual(['open', 'closed']);
});
