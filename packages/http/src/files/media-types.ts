/** What is known of files by their names. */
export interface MediaTypes {
  /** Gives the media type of a file by its name; undefined where its ending is not known. */
  readonly typeOf: (name: string) => string | undefined;
  /**
   * Says whether a file is to be shown or saved, and under which name.
   *
   * @param fileName - may come from a client; of a path, the last part
   * @see RFC 6266, RFC 8187
   */
  readonly dispositionOf: (type: 'inline' | 'attachment', fileName: string | undefined) => string;
}

let known: Promise<MediaTypes> | undefined;

/** Loads the tables, which are large, when the first file is sent. */
export function mediaTypes(): Promise<MediaTypes> {
  return (known ??= load());
}

/** What no file is called. */
// oxlint-disable-next-line no-control-regex -- that is what is looked for
const UNNAMABLE = /[\x00-\x1f\x7f]/g;

async function load(): Promise<MediaTypes> {
  const [{ default: mime }, { create }] = await Promise.all([import('mime'), import('content-disposition')]);
  return {
    typeOf(name) {
      const type = mime.getType(name);
      if (type === null) return undefined;
      return type.startsWith('text/') ? `${type}; charset=utf-8` : type;
    },
    dispositionOf(type, fileName) {
      if (fileName === undefined) return type;
      const name = fileName.toWellFormed().split(/[/\\]/).at(-1) as string;
      return create(name.replace(UNNAMABLE, '_'), { type });
    },
  };
}
