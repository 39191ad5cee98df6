process.env['TENON_DTO_BACK_END'] = 'generated';

// The same tests once more, with code from the first use on.
await import('./differences.test.js');
await import('./convert.test.js');
await import('../serialise/serialise.test.js');

export {};
