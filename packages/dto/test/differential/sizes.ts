/** How many cases each area has, and with which seed: few and always the same ones, unless CI says otherwise. */
export const cases = Number(process.env['TENON_DIFF_CASES'] ?? 500);
export const seed = Number(process.env['TENON_DIFF_SEED'] ?? 20261123);

/** How many of an area's cases one of its tests has. The few are so few that each test has all of them. */
export function shareOf(tests: number): number {
  return process.env['TENON_DIFF_CASES'] === undefined ? cases : Math.ceil(cases / tests);
}
