/** The type of what jest-golden.ts adds; each test/tsconfig.json includes it. */
import 'expect';

declare module 'expect' {
  interface Matchers<R extends void | Promise<void>> {
    /**
     * Compares a text with the file `NAME.golden.txt` beside the test; the name may have folders.
     *
     * `npm run golden` writes the files anew. Neither a plain test run nor CI ever does.
     */
    toMatchGolden(name: string): R;
  }
}
