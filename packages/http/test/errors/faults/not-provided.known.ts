import {
  Controller,
  createApp,
  createContextKey,
  FromContext,
  Get,
  Injectable,
  Module,
  Provides,
  type RequestContext,
  UseGuards,
} from '@tenon/http';

const CURRENT_USER = createContextKey<string>('current user');

@Injectable()
@Provides(CURRENT_USER)
class SignedIn {
  canActivate(context: RequestContext) {
    context.set(CURRENT_USER, 'ann');
    return true;
  }
}

@Controller('/account')
@UseGuards(SignedIn)
class AccountController {
  @Get()
  show(@FromContext(CURRENT_USER) user: string) {
    return user;
  }
}

@Controller('/orders')
class OrderController {
  @Get()
  list(@FromContext(CURRENT_USER) user: string) {
    return user;
  }
}

@Module({ controllers: [OrderController, AccountController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
