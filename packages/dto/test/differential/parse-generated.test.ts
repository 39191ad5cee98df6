process.env['TENON_DTO_BACK_END'] = 'generated';
const { compareParses } = await import('./parse.js');

compareParses();

export {};
