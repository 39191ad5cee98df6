import { isUtf8 } from 'node:buffer';
import { invalidForm, invalidText, tooMuch } from './form-errors.js';
import { safeFileName } from './file-name.js';
import type { UploadLimits } from './upload-settings.js';

/** What the headers of a part say. */
export interface PartHead {
  readonly name: string;
  /** Undefined for a text field. Empty where a browser's user has chosen no file. */
  readonly fileName: string | undefined;
  /** The media type that the client claims, without parameters. */
  readonly type: string | undefined;
}

/** As the parser gives them: names in lower case, and each byte as one character. */
export type PartHeaders = Readonly<Record<string, readonly string[] | undefined>>;

/**
 * Reads the headers of a part.
 *
 * @throws BadRequestException, code `invalid-multipart` or `invalid-utf8`
 * @throws PayloadTooLargeException if they, or a name in them, are too long
 * @see RFC 7578 §4
 */
export function readPartHead(headers: PartHeaders, limits: UploadLimits): PartHead {
  if (sizeOf(headers) > limits.maxHeaderSize) {
    throw tooMuch('part-headers-too-large', 'The headers of a part are too large.');
  }
  const dispositions = headers['content-disposition'] ?? [];
  if (dispositions.length !== 1) throw invalidForm('A part does not say once by Content-Disposition what it is.');
  const encoding = headers['content-transfer-encoding']?.[0]?.trim().toLowerCase() ?? '';
  // RFC 7578 §4.7: it is not used, and what is encoded so would be taken for something else.
  if (!['', '7bit', '8bit', 'binary'].includes(encoding)) throw invalidForm('A part has a Content-Transfer-Encoding.');
  const parameters = parametersOf(textOf(dispositions[0] as string));
  const name = parameters.get('name');
  if (name === undefined) throw invalidForm('A part has no name.');
  if (Buffer.byteLength(name) > limits.maxNameSize)
    throw tooMuch('field-name-too-long', 'The name of a field is too long.');
  const fileName = parameters.get('filename') ?? decodeExtended(parameters.get('filename*'));
  if (fileName !== undefined && Buffer.byteLength(fileName) > limits.maxFileNameSize) {
    throw tooMuch('file-name-too-long', 'The name of a file is too long.');
  }
  return { name, fileName: fileName === undefined ? undefined : safeFileName(fileName), type: mediaTypeOf(headers) };
}

/** Gives how large headers are at least: the parser has taken their ends away, and a space before each value. */
function sizeOf(headers: PartHeaders): number {
  let size = 0;
  for (const [name, values = []] of Object.entries(headers)) {
    for (const value of values) size += name.length + value.length + ':\r\n'.length;
  }
  return size;
}

/** Gives text whose bytes came as one character each. */
function textOf(value: string): string {
  const bytes = Buffer.from(value, 'latin1');
  if (!isUtf8(bytes)) throw invalidText('A name in the form is not valid UTF-8.');
  return bytes.toString('utf8');
}

const KIND = /^\s*form-data\s*(?=;|$)/i;
/** A quoted text may have escaped quotes, as curl and other programs write them. */
const PARAMETER = /;\s*(?<key>[\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<bare>[^\s;"]*))\s*/y;

/** Reads `form-data; name="photo"; filename="a.png"`. */
function parametersOf(disposition: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const kind = KIND.exec(disposition);
  if (kind === null) throw invalidForm('A part is no form-data.');
  PARAMETER.lastIndex = kind[0].length;
  while (PARAMETER.lastIndex < disposition.length) {
    const at = PARAMETER.lastIndex;
    const { key = '', quoted, bare = '' } = PARAMETER.exec(disposition)?.groups ?? {};
    if (key === '') {
      if (/^[\s;]*$/.test(disposition.slice(at))) break;
      throw invalidForm('The Content-Disposition of a part cannot be read.');
    }
    const known = key.toLowerCase();
    if (found.has(known)) throw invalidForm(`The Content-Disposition of a part says ${known} twice.`);
    found.set(known, quoted === undefined ? bare : unquote(quoted));
  }
  return found;
}

/** Takes escapes away: those of programs, and the three that browsers make. @see https://html.spec.whatwg.org/#multipart-form-data */
function unquote(text: string): string {
  return text
    .replaceAll(/\\(["\\])/g, '$1')
    .replaceAll('%22', '"')
    .replaceAll(/%0d/gi, '\r')
    .replaceAll(/%0a/gi, '\n');
}

/** Reads `UTF-8''na%C3%AFve.txt`, which RFC 7578 §4.2 forbids and some clients send in place of the name itself. */
function decodeExtended(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const encoded = /^utf-8'[^']*'(?<text>.*)$/i.exec(value)?.groups?.['text'];
  try {
    if (encoded !== undefined) return decodeURIComponent(encoded);
  } catch {
    // It is told below.
  }
  throw invalidForm('The name of a file cannot be read.');
}

const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/;

function mediaTypeOf(headers: PartHeaders): string | undefined {
  const type = headers['content-type']?.[0]?.split(';', 1)[0]?.trim().toLowerCase();
  return type !== undefined && MEDIA_TYPE.test(type) ? type : undefined;
}
