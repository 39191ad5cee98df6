process.env['TENON_DTO_BACK_END'] = 'generated';

// The same tests once more, with code from the first use on.
await import('./compile.test.js');
await import('./parse.test.js');

export {};
