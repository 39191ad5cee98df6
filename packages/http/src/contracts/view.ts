/**
 * The views of an application, and what each of them is given, for those who want `@Render` and `view` to check it.
 *
 * @example
 * declare module '@tenon/http' {
 *   interface ViewModels { 'articles/show': { article: Article } }
 * }
 */
// oxlint-disable-next-line typescript/no-empty-interface, typescript/no-empty-object-type -- applications add to it
export interface ViewModels {}

/** The names of views that may be given: those that the application declared, else any. */
// oxlint-disable-next-line typescript/no-redundant-type-constituents -- there are names once an application declares some
export type ViewName = keyof ViewModels extends never ? string : keyof ViewModels & string;

/** What a view is given. */
export type ViewModel<N> = N extends keyof ViewModels ? ViewModels[N] : object;

/** A view and what it is given: a page, once it is returned. Made by `view`. */
export class View {
  /** @internal */
  constructor(
    readonly name: string,
    readonly model: object,
    readonly status: number | undefined,
  ) {}
}

/**
 * Says which page answers, for handlers, interceptors and filters that decide it themselves. `@Render` says it of a route.
 *
 * @param model - what the template is given. Default: nothing
 * @param options - `status` of the reply. Default: the route's
 *
 * @example
 * return view('articles/show', { article });
 */
export function view<N extends ViewName>(
  name: N,
  // oxlint-disable-next-line typescript/no-empty-object-type -- asks whether something without any property would do
  ...rest: {} extends ViewModel<N>
    ? [model?: ViewModel<N>, options?: { readonly status?: number }]
    : [model: ViewModel<N>, options?: { readonly status?: number }]
): View {
  const [model = {}, { status } = {}] = rest as [model?: object, options?: { readonly status?: number }];
  return new View(name, model, status);
}
