import { Injectable, Module, PAGE_WRITER, type PageWriter } from '@tenon/http';

/** Writes pages without a language of templates. */
@Injectable()
class Pages implements PageWriter {
  write(view: string): string {
    return view;
  }

  writeProblem() {
    return undefined;
  }
}

/** Stands for a package that writes pages. */
@Module({ providers: [{ provide: PAGE_WRITER, useClass: Pages }] })
export class PageModule {}
