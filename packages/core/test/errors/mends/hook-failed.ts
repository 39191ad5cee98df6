import { createContext, Injectable, Logger, Module, type OnInit } from '@tenon/core';

// #region mend
@Injectable()
class Mailer implements OnInit {
  constructor(private readonly logger: Logger) {}

  async onInit() {
    await this.connect().catch((error: unknown) => this.logger.debug('no mail server yet', { error }));
  }

  async connect(): Promise<void> {
    throw new Error('connect ECONNREFUSED 127.0.0.1:25');
  }
}
// #endregion

@Module({ providers: [Mailer] })
class AppModule {}

export const mended = () => createContext(AppModule);
