process.env['TENON_DTO_BACK_END'] = 'closures';
const { compareStrings } = await import('./strings.js');

compareStrings();
