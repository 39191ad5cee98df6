process.env['TENON_DTO_BACK_END'] = 'closures';

// The same tests once more, on the back end that generates no code.
await import('./compile.test.js');
await import('./parse.test.js');

export {};
