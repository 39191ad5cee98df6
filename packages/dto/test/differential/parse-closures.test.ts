process.env['TENON_DTO_BACK_END'] = 'closures';
const { compareParsing } = await import('./parse.js');

compareParsing();
