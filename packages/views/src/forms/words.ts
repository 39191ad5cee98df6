/** Gives the words of a name: `First name` of `firstName`, `first_name` and `first-name`. */
export function wordsOf(name: string): string {
  const words = name
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replaceAll(/[_\-.[\]\s]+/g, ' ')
    .trim()
    .split(' ')
    // Short names in capitals are said letter by letter.
    .map((word) => (/^\p{Lu}{2,}$/u.test(word) && /\p{Ll}/u.test(name) ? word : word.toLowerCase()));
  const text = words.join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * Gives a message as it reads beside a field: rules speak of properties by their names, and a page by their labels.
 *
 * @example
 * besideLabel('firstName must be longer …', 'firstName', 'First name'); // 'First name must be longer …'
 */
export function besideLabel(message: string, name: string, label: string): string {
  const subject = label.replace(/\s*[:*]+$/, '');
  if (message.startsWith(`${name} `)) return subject + message.slice(name.length);
  const each = `each value in ${name} `;
  return message.startsWith(each) ? `Each value in ${subject} ${message.slice(each.length)}` : message;
}
