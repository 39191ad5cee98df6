import {
  Controller,
  createApp,
  createContextKey,
  FromContext,
  Get,
  Injectable,
  Module,
  Provides,
  UseGuards,
} from '@tenon/http';

const CURRENT_USER = createContextKey<string>('current user');

@Injectable()
@Provides(CURRENT_USER)
class SignedIn {
  canActivate() {
    return true;
  }
}

@Controller('/orders')
@UseGuards(SignedIn)
class OrderController {
  @Get()
  list(@FromContext(CURRENT_USER) user: string) {
    return user;
  }
}

@Module({ controllers: [OrderController] })
class AppModule {}

export const provoke = async () => {
  let thrown: unknown;
  const mapError = (error: unknown): void => void (thrown = error);
  await using app = await createApp(AppModule, { logger: false, mapError });
  await app.inject('/orders');
  throw thrown;
};
