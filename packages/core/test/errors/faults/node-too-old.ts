import { createContext, Module } from '@tenon/core';

@Module()
class AppModule {}

/** Nothing of an older Node is needed for it but its word. */
export async function provoke() {
  const versions = process.versions;
  Object.defineProperty(process, 'versions', { value: { ...versions, node: '20.20.2' }, configurable: true });
  try {
    return await createContext(AppModule);
  } finally {
    Object.defineProperty(process, 'versions', { value: versions, configurable: true });
  }
}
