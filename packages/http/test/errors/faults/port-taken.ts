import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createApp, Module } from '@tenon/http';

@Module({})
class AppModule {}

export const provoke = async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const app = await createApp(AppModule, { logger: false });
  try {
    return await app.listen({ port: (other.address() as AddressInfo).port, signals: false });
  } finally {
    other.close();
  }
};
