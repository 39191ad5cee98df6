process.env['TENON_DTO_BACK_END'] = 'closures';
const { compareParses } = await import('./parse.js');

compareParses();

export {};
