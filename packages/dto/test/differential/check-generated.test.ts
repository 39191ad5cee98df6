process.env['TENON_DTO_BACK_END'] = 'generated';
const { compareChecks } = await import('./check.js');

compareChecks();

export {};
