import type { Writable } from 'node:stream';
import type { RequestContext } from '../contracts/context.js';
import type { FileModel } from '../contracts/route-model.js';
import type { UploadInfo } from '../contracts/upload.js';
import type { TemporaryFolder } from './temporary-folder.js';
import type { UploadLimits } from './upload-settings.js';

/** What holds for the files of one parameter. */
export interface FileRule {
  readonly model: FileModel;
  /** In bytes. */
  readonly maxSize: number;
  readonly maxFiles: number;
  /** Of a sink. */
  readonly open: ((file: UploadInfo, context: RequestContext) => Writable | PromiseLike<Writable>) | undefined;
}

/** What holds for the forms of one route. */
export interface FormRules {
  readonly byName: ReadonlyMap<string, FileRule>;
  /** For all files that no other parameter takes. */
  readonly others: FileRule | undefined;
  /** The first parameter that takes a file: with it is told what is wrong with files that nobody takes. */
  readonly first: FileModel | undefined;
  readonly limits: UploadLimits;
  /** How large a form may be, in bytes. */
  readonly maxTotalSize: number;
  /** How large all texts of a form may be together, in bytes. */
  readonly maxTextSize: number;
  /** Whether a file that nobody takes is an error, and not passed over. */
  readonly refusesOthers: boolean;
  readonly folder: TemporaryFolder;
}
