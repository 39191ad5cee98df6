import { configuredBy, Module, provide } from '@tenon/core';
import { PAGE_WRITER } from '@tenon/http';
import { EtaPageWriter } from './page-writer.js';
import { RawViews } from './raw-views.js';
import { VIEWS_OPTIONS } from './setup/views-options.js';
import { Views } from './views.js';

/**
 * Writes the pages of the whole application from the templates in `views`: those of `@Render` and `view`, and of errors.
 *
 * @example
 * imports: [ViewsModule]
 * imports: [ViewsModule.with({ folder: new URL('../views', import.meta.url) })]
 */
@Module({
  global: true,
  providers: [Views, RawViews, provide(PAGE_WRITER, { useClass: EtaPageWriter })],
  exports: [Views],
})
export class ViewsModule {
  /** Configures the module. */
  static readonly with = configuredBy(VIEWS_OPTIONS);
}
