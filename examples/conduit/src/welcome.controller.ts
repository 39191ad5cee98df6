import { Controller, Describe, Get, Redirect } from '@tenon/http';

@Controller('/')
@Describe({ isHidden: true })
export class WelcomeController {
  /** Who comes by a browser is shown what there is to ask. */
  @Get()
  @Redirect('/docs')
  welcome(): void {}
}
