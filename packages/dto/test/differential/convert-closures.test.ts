process.env['TENON_DTO_BACK_END'] = 'closures';
const { compareConversions } = await import('./convert.js');

compareConversions();
