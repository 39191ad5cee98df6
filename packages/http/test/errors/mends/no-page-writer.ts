import { Controller, createApp, Get, Injectable, Module, PAGE_WRITER, type PageWriter, Render } from '@tenon/http';

@Controller('/articles')
class ArticlePages {
  @Get()
  @Render('articles/index')
  index() {}
}

// #region mend
@Injectable()
class MyPages implements PageWriter {
  write(view: string, model: object): string {
    return `<!doctype html><title>${view}</title>…`;
  }

  writeProblem() {
    return undefined;
  }
}

@Module({ controllers: [ArticlePages], providers: [{ provide: PAGE_WRITER, useClass: MyPages }] })
class AppModule {}
// #endregion

export const mended = () => createApp(AppModule, { logger: false });
