// What can go wrong with files, by name: thrown where a promise has no other way out, and passed on to the API as
// `data.reason`. Anything else that is thrown is our own bug. Holds nothing.

export type FilesFaultName =
  /** the limit that the person has set */
  | 'quota-full'
  /** the browser or the disk gives no more, or no more than the chain may need */
  | 'disk-full'
  | 'storage-failed'
  | 'block-too-large'
  /** more than fits below the limit */
  | 'file-too-large'
  /** the content is not what was claimed, or exceeds a bound of docs/files.md */
  | 'content-refused'
  | 'no-holder'
  | 'file-cancelled'
  | 'not-a-file'
  | 'too-many-transfers'
  | 'files-not-ready';

export class FilesFault extends Error {
  readonly type: FilesFaultName;

  constructor(type: FilesFaultName, detail: string) {
    super(detail);
    this.name = 'FilesFault';
    this.type = type;
  }
}

export const filesFault = (type: FilesFaultName, detail: string): FilesFault => new FilesFault(type, detail);
