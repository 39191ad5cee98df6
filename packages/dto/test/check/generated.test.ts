process.env['TENON_DTO_BACK_END'] = 'generated';

// The same tests once more, with code from the first use on.
await import('./differences.test.js');
await import('./errors.test.js');
await import('./custom-constraints.test.js');
await import('./late-decorators.test.js');
await import('./hostile-names.test.js');

export {};
