process.env['TENON_DTO_BACK_END'] = 'closures';
const { compareClosedText, compareConversions } = await import('./convert.js');

compareConversions();
compareClosedText();
