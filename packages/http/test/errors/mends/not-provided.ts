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

// #region mend
const CURRENT_USER = createContextKey<string>('current user');

@Injectable()
@Provides(CURRENT_USER)
class SignedIn {
  canActivate(context: RequestContext) {
    context.set(CURRENT_USER, 'ann');
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
// #endregion

@Module({ controllers: [OrderController] })
class AppModule {}

export const mended = () => createApp(AppModule, { logger: false });
