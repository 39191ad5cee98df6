process.env['TENON_DTO_BACK_END'] = 'closures';
const { compareChecks } = await import('./check.js');

compareChecks();
