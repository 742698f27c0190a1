// Files in the public API: shapes and methods. `bytes` is a Uint8Array, in the page also a Blob or File, which is not copied;
// a content id is its text in base32. docs/files.md says how files are found and kept.

import type { BlobLike, FileHolder, FileState, FolderEntry, KeptWhy } from '../core/node/index.ts';

/** as in api.ts, which takes this table in and so cannot be imported here */
type AddressText = string;
type HexText = `0x${string}`;
type Nothing = Readonly<Record<string, never>>;

export type FileBytes = Uint8Array | BlobLike;

export interface FileItem {
  readonly cid: string;
  readonly name: string;
  readonly size: number;
  readonly mediaType: string;
  /** of the block that has its transaction; absent while it waits, or is only kept here */
  readonly height?: number;
  /** of its transaction */
  readonly id?: HexText;
  readonly sender?: AddressText;
  /** others that are known to hold it */
  readonly holders: number;
  /** kept because a person wanted it */
  readonly pinned: boolean;
  readonly state: FileState;
  /** bytes of it that are here */
  readonly have: number;
}

export interface FileDetails extends Omit<FileItem, 'holders'> {
  readonly why?: KeptWhy;
  readonly holders: readonly FileHolder[];
  /** when anybody was last heard to hold it, ms since 1970; known after a restart too */
  readonly lastSeen?: number;
}

/** A file within a folder that a stranger made. */
export interface FileEntry extends FolderEntry {
  /** its path in names that may be shown and saved */
  readonly shownPath: string;
}

export interface FilePolicy {
  /** keeps files of the network that few others hold, below the limit */
  readonly help: boolean;
  /** bytes of all files together, own ones too */
  readonly limitBytes: number;
  readonly usedBytes: number;
}

export interface FileMethodTable {
  /** One file, or with `files` a folder; then the transaction that says so. `progress` file-add:<name>. */
  readonly file_add: {
    readonly params:
      | { readonly name: string; readonly bytes: FileBytes; readonly mediaType?: string; readonly from?: AddressText }
      | {
          readonly name: string;
          readonly files: readonly { readonly path: string; readonly bytes: FileBytes }[];
          readonly from?: AddressText;
        };
    readonly result: { readonly cid: string; readonly id: HexText };
  };
  /**
   * The bytes, at most 32 MiB a call; waits for a holder until `file_cancel`. `mediaType` is what the bytes are, whatever
   * the transaction says.
   */
  readonly file_get: {
    readonly params: {
      readonly cid: string;
      /** within a folder */
      readonly path?: string;
      readonly offset?: number;
      readonly length?: number;
    };
    readonly result: {
      readonly bytes: Uint8Array;
      readonly name: string;
      readonly mediaType: string;
      readonly size: number;
    };
  };
  /** Of the network, newest first. */
  readonly file_list: { readonly params: { readonly count?: number }; readonly result: readonly FileItem[] };
  readonly file_status: { readonly params: { readonly cid: string }; readonly result: FileDetails };
  /** The first 2,000 files of a folder; waits for a holder where it is not here. `cut`: it has more. */
  readonly file_entries: {
    readonly params: { readonly cid: string };
    readonly result: { readonly folder: boolean; readonly cut: boolean; readonly entries: readonly FileEntry[] };
  };
  /** Brings all of it here without keeping it for good; `progress` file:<cid>. */
  readonly file_fetch: { readonly params: { readonly cid: string }; readonly result: Nothing };
  /** Brings all of it here and keeps it; `progress` file:<cid>. */
  readonly file_pin: { readonly params: { readonly cid: string }; readonly result: Nothing };
  /** Gives it up and deletes its blocks, those that other files share left out. */
  readonly file_unpin: { readonly params: { readonly cid: string }; readonly result: Nothing };
  /** Ends what is under way: by content id, or by the name that is being added. */
  readonly file_cancel: { readonly params: { readonly cid: string }; readonly result: Nothing };
  /** Reads and hashes every block that is here; damaged ones are dropped. */
  readonly file_verify: {
    readonly params: { readonly cid: string };
    readonly result: { readonly blocks: number; readonly damaged: number };
  };
  /** Changes what is given and answers with all. */
  readonly file_policy: {
    readonly params: { readonly help?: boolean; readonly limitBytes?: number };
    readonly result: FilePolicy;
  };
}

export type FileMethod = keyof FileMethodTable;
