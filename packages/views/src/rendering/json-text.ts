import { Html } from '@tenon/http';

/**
 * Gives a value as JSON that may stand within `<script>`: nothing in it ends the script, and it is JavaScript as well.
 * Nothing in it ends an attribute in single quotes either.
 *
 * @throws TypeError for what JSON has no word for
 */
export function jsonText(value: unknown): Html {
  const text = JSON.stringify(value) as string | undefined;
  return new Html((text ?? 'null').replaceAll(/[<>&'\u2028\u2029]/g, escapeLetter));
}

function escapeLetter(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
