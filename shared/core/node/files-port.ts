// The port of the files of a network: what a node asks of whoever holds them, and what it is answered. Plain data, because in
// a tab the files live in the window (where libp2p is) and the node in a worker. shared/files fills it; the provider asks.
// Bounds are the filler's: docs/files.md.

import type { PeerId } from './ports.ts';

/** A Blob of the browser, as much of it as the core may know. */
export interface BlobLike {
  readonly size: number;
  readonly slice: (start: number, end: number) => BlobLike;
  readonly arrayBuffer: () => Promise<ArrayBuffer>;
}

/** What a transaction says of a file, or who adds it. */
export interface FileFacts {
  /** base32 */
  readonly cid: string;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
}

/** Why it is kept, in the order in which files are given up when room is needed; own and chosen ones never are. */
export type KeptWhy = 'seen' | 'policy' | 'chosen' | 'own';

export interface FilePart {
  /** within a folder, with `/` between; of a file alone its name */
  readonly path: string;
  readonly bytes: Uint8Array | BlobLike;
}

type Known = Partial<FileFacts> & { readonly cid: string };

export type FilesCall =
  | {
      readonly type: 'add';
      readonly name: string;
      readonly mediaType?: string;
      readonly folder: boolean;
      readonly parts: readonly FilePart[];
    }
  | {
      readonly type: 'read';
      readonly facts: Known;
      readonly path?: string;
      readonly offset?: number;
      readonly length?: number;
    }
  /** Brings all of it here; resolves when it is. */
  | { readonly type: 'keep'; readonly facts: Known; readonly why: KeptWhy }
  /** What is under way is cancelled by its content id, or by the name that is being added. */
  | { readonly type: 'drop' | 'cancel' | 'verify' | 'entries'; readonly cid: string }
  /** How it stands with these; asks the peers who has those that nobody is known to hold. */
  | { readonly type: 'look'; readonly cids: readonly string[] }
  /** Files of the network, newest first: keeps of them what the policy allows. */
  | { readonly type: 'help'; readonly files: readonly FileFacts[] }
  /** Serves what is here and goes on with what was interrupted. */
  | { readonly type: 'open' };

/** The person's limit comes along each time. */
export type FilesRequest = FilesCall & { readonly limitBytes: number };

export type FileState = 'here' | 'fetching' | 'waiting' | 'elsewhere';

export interface FileHolder {
  readonly peerId: PeerId;
  /** ms since 1970 */
  readonly lastSeen: number;
  readonly connected: boolean;
}

export interface FileHere {
  readonly cid: string;
  readonly state: FileState;
  /** bytes of it that are here, while it is fetched or once it is here */
  readonly have: number;
  readonly pinned: boolean;
  readonly why?: KeptWhy;
  /** as whoever added it called it, where it is kept */
  readonly facts?: FileFacts;
  /** when anybody was last heard to hold it, ms since 1970; known after a restart too */
  readonly lastSeen?: number;
  /** others that said so within the hour, newest first */
  readonly holders: readonly FileHolder[];
}

export interface FolderEntry {
  readonly path: string;
  readonly cid: string;
  readonly size: number;
}

export type FilesAnswer =
  | { readonly type: 'added'; readonly facts: FileFacts }
  | { readonly type: 'bytes'; readonly bytes: Uint8Array; readonly mediaType: string; readonly size: number }
  | { readonly type: 'looked'; readonly files: readonly FileHere[]; readonly usedBytes: number }
  | {
      readonly type: 'entries';
      readonly entries: readonly FolderEntry[];
      readonly folder: boolean;
      /** there are more files than are told */
      readonly cut: boolean;
    }
  | { readonly type: 'verified'; readonly blocks: number; readonly damaged: number }
  /** how many files are kept, or were taken */
  | { readonly type: 'done'; readonly kept: number };

/** `fault` is a name of shared/files/files-fault.ts. */
export type FilesReply =
  | { readonly ok: true; readonly value: FilesAnswer }
  | { readonly ok: false; readonly fault: string; readonly detail: string };

/** Never rejects. */
export type AskFiles = (request: FilesRequest) => Promise<FilesReply>;
