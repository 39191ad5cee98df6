process.env['TENON_DTO_BACK_END'] = 'generated';
const { compareClosedText, compareConversions } = await import('./convert.js');

compareConversions();
compareClosedText();

export {};
