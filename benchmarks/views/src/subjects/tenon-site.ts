import { ViewsModule } from '@tenon/views';
import type { AboutModel, HomeModel } from '../models.js';

declare module '@tenon/http' {
  interface ViewModels {
    home: HomeModel;
    about: AboutModel;
  }
}

export const VIEWS = ViewsModule.with({ folder: new URL('../../views', import.meta.url) });
