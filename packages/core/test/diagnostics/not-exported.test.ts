import { expect, test } from '@jest/globals';
import { createContext, Injectable, Module } from '@tenon/core';

@Injectable()
class Private {}

@Module({ providers: [Private] })
class KeeperModule {}

@Injectable()
class Asker {
  constructor(readonly secret: Private) {}
}

test('does not ask for an import that is there already', async () => {
  @Module({ imports: [KeeperModule], providers: [Asker] })
  class AppModule {}

  await expect(createContext(AppModule)).rejects.toMatchObject({ fix: 'add Private to KeeperModule.exports' });
});

test('asks for the import as well where it is missing', async () => {
  @Module({ providers: [Asker] })
  class AskerModule {}
  @Module({ imports: [KeeperModule, AskerModule] })
  class AppModule {}

  await expect(createContext(AppModule)).rejects.toMatchObject({
    fix: 'add Private to KeeperModule.exports and KeeperModule to AskerModule.imports',
  });
});
