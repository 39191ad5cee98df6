import { expect, test } from '@jest/globals';
import * as original from 'class-validator';
import { validateSync } from '@tenon/dto';

declare global {
  var brokenOut: unknown;
}

const HOSTILE = [
  '"];globalThis.brokenOut=1;//',
  "'];globalThis.brokenOut=1;//",
  '`${globalThis.brokenOut=1}`',
  '\\"];globalThis.brokenOut=1;//',
  '\n globalThis.brokenOut=1 \n',
  '\u2028globalThis.brokenOut=1\u2029',
  '*/globalThis.brokenOut=1/*',
  '${brokenOut}',
  '</script>',
  '\0',
  '\uD800',
];

test.each(HOSTILE)('takes %j for a name, a message, a constant and a pattern, and for nothing else', (text) => {
  class Hostile {}
  const { prototype } = Hostile;
  original.IsString({ message: text, groups: [text], always: true, context: { [text]: text } })(prototype, text);
  original.IsIn([text])(prototype, `in ${text}`);
  original.Equals(text)(prototype, `equals ${text}`);
  original.IsEnum({ [text]: text })(prototype, `enum ${text}`);
  original.Matches(
    new RegExp(text.replaceAll(/[^\w]/g, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`)),
  )(prototype, `matches ${text}`);
  original.registerDecorator({
    name: text,
    target: Hostile,
    propertyName: 'own',
    validator: { validate: (value) => value === text },
  });
  const valid = {
    [text]: text,
    [`in ${text}`]: text,
    [`equals ${text}`]: text,
    [`enum ${text}`]: text,
    [`matches ${text}`]: text,
    own: text,
  };
  const options = { whitelist: true, forbidNonWhitelisted: true };
  expect(validateSync(Object.assign(new Hostile(), valid), options)).toEqual([]);
  const wrong = Object.assign(new Hostile(), { [`${text} too`]: 1 });
  expect(validateSync(wrong, options)).toEqual(original.validateSync(wrong, options));
  expect(validateSync(wrong, options)).toHaveLength(7);
  expect(globalThis.brokenOut).toBeUndefined();
});
