// The port of the file store: files and folders by content id, kept here or fetched from whoever holds them. Five methods,
// one contract suite (shared/testing/content-store-contract.ts), which the store passes over memory, LevelDB and IndexedDB.
// A content id is its text in base32. What goes wrong is a FilesFault.

import type { FilePart, FolderEntry } from '../core/node/index.ts';

export interface Added {
  readonly cid: string;
  /** bytes of content, the folder's all together */
  readonly size: number;
}

export interface Progress {
  readonly done: number;
  readonly total: number;
}

export interface Described {
  readonly kind: 'file' | 'folder';
  /** what the root claims; nobody has counted it */
  readonly size: number;
  /** of a folder, the first 2,000 files */
  readonly entries: readonly FolderEntry[];
  /** There are more than these, and `size` is theirs alone. */
  readonly isCut: boolean;
}

export interface Reading {
  /** within a folder */
  readonly path?: string;
  readonly offset?: number;
  readonly length?: number;
  readonly signal: AbortSignal;
}

export interface ContentStore {
  /** Stores one file, or a folder of them. */
  readonly add: (
    parts: readonly FilePart[],
    options: {
      readonly folder: boolean;
      readonly signal: AbortSignal;
      readonly onProgress?: (progress: Progress) => void;
    },
  ) => Promise<Added>;
  /** What the root says, or the root of what stands at a path within it; waits for a holder where it is not here. */
  readonly describe: (cid: string, signal: AbortSignal, path?: string) => Promise<Described>;
  /** Brings all of it here, what is here already left out; refuses what is not of the claimed size or exceeds a bound. */
  readonly fetch: (
    cid: string,
    options: {
      /** what its transaction claims */
      readonly size?: number;
      readonly signal: AbortSignal;
      readonly onProgress?: (progress: Progress) => void;
    },
  ) => Promise<Described>;
  readonly read: (cid: string, reading: Reading) => AsyncIterable<Uint8Array>;
  /** Bytes of it that are here, in blocks; every block is read and hashed, and those that are damaged are dropped. */
  readonly verify: (
    cid: string,
  ) => Promise<{ readonly blocks: number; readonly damaged: number; readonly bytes: number }>;
}
