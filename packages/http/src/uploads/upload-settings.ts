/** What holds for the files of all forms. Sizes are in bytes; Infinity stands for no limit. */
export interface UploadSettings {
  /** How large a file may be, unless `maxSize` of its decorator says so. Default: 10 MiB. */
  readonly maxFileSize?: number;
  /**
   * How large a form may be, all of it together. What decorators allow by `maxSize` comes on top, and `@BodyLimit` of a route
   * counts more. Default: 50 MiB.
   */
  readonly maxTotalSize?: number;
  /** How many files a form may have, unless `maxFiles` of its decorators admits more. Default: 20. */
  readonly maxFiles?: number;
  /** How many text fields a form may have. Default: 200. */
  readonly maxFields?: number;
  /** How many parts a form may have, files and text fields together. Default: `maxFiles` and `maxFields` together, 220. */
  readonly maxParts?: number;
  /** How large the text of a field may be. All of them together are limited by `bodyLimit`. Default: 256 KiB. */
  readonly maxFieldSize?: number;
  /** How long the name of a field may be. Default: 100. */
  readonly maxNameSize?: number;
  /** How long the name of a file may be. Default: 255. */
  readonly maxFileNameSize?: number;
  /** How large the headers of a part may be. Default: 4 KiB. */
  readonly maxHeaderSize?: number;
  /** Up to which size a file is kept in memory, unless its decorator says where it goes. Default: 64 KiB. */
  readonly memorySize?: number;
  /** Where the folder for files on disk is made. Default: the system's folder for temporary files. */
  readonly directory?: string;
}

/** The limits of an application, all of them. */
export type UploadLimits = Required<Omit<UploadSettings, 'directory'>>;

const KiB = 1024;

/** Gives all limits, those included that the application does not say. */
export function limitsOf(said: UploadSettings = {}): UploadLimits {
  const { maxFiles = 20, maxFields = 200 } = said;
  return {
    maxFileSize: said.maxFileSize ?? 10 * KiB * KiB,
    maxTotalSize: said.maxTotalSize ?? 50 * KiB * KiB,
    maxFiles,
    maxFields,
    maxParts: said.maxParts ?? maxFiles + maxFields,
    maxFieldSize: said.maxFieldSize ?? 256 * KiB,
    maxNameSize: said.maxNameSize ?? 100,
    maxFileNameSize: said.maxFileNameSize ?? 255,
    maxHeaderSize: said.maxHeaderSize ?? 4 * KiB,
    memorySize: said.memorySize ?? 64 * KiB,
  };
}
