/** How many cases each test has, and with which seed: few and always the same ones, unless CI says otherwise. */
export const cases = Number(process.env['TENON_DIFF_CASES'] ?? 2000);
export const seed = Number(process.env['TENON_DIFF_SEED'] ?? 20261123);
