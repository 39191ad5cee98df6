import 'reflect-metadata';
import { Expose, IsString } from '@tenon/dto';
import { Controller, Form, Get, Post, redirect, Render, Returns, view } from '@tenon/http';
import { z } from 'zod';

/* Compiled, and never run. A view that is not given what it shows, or a form that nothing shows, is an error of the compiler. */

declare module '@tenon/http' {
  interface ViewModels {
    'types/show': { readonly title: string };
    'types/new': object;
  }
}

class Input {
  @IsString() title!: string;
}

class TitleView {
  @Expose() title!: string;
}

@Controller()
export class Fitting {
  @Get('/new') @Render('types/new') new() {}
  @Get('/1') @Render('types/show') show() {
    return { title: 'a', more: 1 };
  }
  @Get('/2') @Render('types/show') async later(): Promise<{ title: string } | null> {
    return Promise.resolve(null);
  }
  @Get('/3') @Render('types/show') decides() {
    return Math.random() > 0.5 ? redirect('/') : view('types/new');
  }
  @Get('/4') @Render('types/show') @Returns(TitleView) both(): TitleView | ReturnType<typeof redirect> {
    return redirect('/');
  }
  @Post('/1') create(@Form({ shownBy: 'new' }) _: Input) {}
  @Post('/2') strict(@Form({ unknown: 'reject' }) _: Input) {}
  @Post('/3') bySchema(@Form(z.object({ title: z.string() })) _: { title: string }) {}
  @Post('/4') plain(@Form() _: Input) {}
  @Post('/5') given(@Form(Input, { shownBy: 'new' }) _: Input) {}
}

@Controller()
export class Failing {
  readonly shelf = 1;
  // @ts-expect-error -- the view wants a title
  @Get('/1') @Render('types/show') show() {
    return { name: 'a' };
  }
  // @ts-expect-error -- the title is a string
  @Get('/2') @Render('types/show') later() {
    return Promise.resolve({ title: 1 });
  }
  // @ts-expect-error -- what is undefined has no title, and nothing answers it with 404
  @Get('/6') @Render('types/show') mayMiss(): { title: string } | undefined {
    return undefined;
  }
  // @ts-expect-error -- the view wants a title
  @Get('/7') @Render('types/show') nothing() {}
  // @ts-expect-error -- no view is called that
  @Get('/3') @Render('types/none') none() {}
  @Get('/4') decides() {
    // @ts-expect-error -- the view wants a title
    return view('types/show');
  }
  // @ts-expect-error -- no handler is called that
  @Post('/1') create(@Form({ shownBy: 'nwe' }) _: Input) {}
  // @ts-expect-error -- it is no handler
  @Post('/2') update(@Form({ shownBy: 'shelf' }) _: Input) {}
  // @ts-expect-error -- the schema gives a title
  @Post('/3') bySchema(@Form(z.object({ title: z.string() })) _: { name: string }) {}
}
