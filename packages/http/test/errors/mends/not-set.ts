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
  UnauthorizedException,
  UseGuards,
} from '@tenon/http';

const CURRENT_USER = createContextKey<string>('current user');

// #region mend
@Injectable()
@Provides(CURRENT_USER)
class SignedIn {
  canActivate(context: RequestContext) {
    const user = context.request.headers.authorization;
    if (user === undefined) throw new UnauthorizedException();
    context.set(CURRENT_USER, user);
    return true;
  }
}
// #endregion

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

export const mended = () => createApp(AppModule, { logger: false });
