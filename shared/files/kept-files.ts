// The files that this node has reason to keep, beside their blocks: those it added, those that somebody chose, those that
// the policy chose, and those that were merely looked at, which are the first to go when room is needed. A record is
// written before the first block comes, so that a transfer goes on after a reload.
// Owns: the records, in memory and on the shelf. Bound: 10,000 records.

import type { KeptWhy } from '../core/node/index.ts';
import { parseCid } from '../core/model/index.ts';
import { blocksHere } from './helia-content.ts';
import type { BlockKey, BlockShelf } from './block-shelf.ts';
import { filesFault } from './files-fault.ts';

export interface KeptFile {
  readonly cid: string;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  readonly why: KeptWhy;
  /** ms since 1970 */
  readonly since: number;
  readonly complete: boolean;
}

export interface KeptFiles {
  readonly get: (cid: string) => KeptFile | undefined;
  readonly list: () => readonly KeptFile[];
  readonly put: (file: KeptFile) => Promise<void>;
  /** Forgets the record; the blocks go with the next collection. */
  readonly delete: (cid: string) => Promise<void>;
  /** Deletes the blocks that no kept file has, while something is being added once that has ended. Bytes that it freed. */
  readonly collect: () => Promise<number>;
  /** Gives up files that may go until so many bytes fit below the limit given, but none on its way; whether they do. */
  readonly makeRoom: (bytes: number, below: number, isBusy: (cid: string) => boolean) => Promise<boolean>;
  /** While it runs, nothing is collected: blocks come before the record of their root. */
  readonly adding: <T>(step: () => Promise<T>) => Promise<T>;
}

const recordsMax = 10_000;
const prefix = 'file/';
const whys = ['seen', 'policy', 'chosen', 'own'] as const satisfies readonly KeptWhy[];
const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

const fileIn = (json: object): KeptFile | undefined => {
  const { cid, name, mediaType, size, why: said, since, complete } = json as Readonly<Record<string, unknown>>;
  const why = whys.find((one) => one === said);
  if (typeof cid !== 'string' || typeof name !== 'string' || typeof mediaType !== 'string') return undefined;
  if (why === undefined || !isCount(size) || !isCount(since) || typeof complete !== 'boolean') return undefined;
  // The next collection walks from it, and must not end there.
  return parseCid(cid).ok ? { cid, name, mediaType, size, why, since, complete } : undefined;
};

export const decodeKeptFile = (bytes: Uint8Array): KeptFile | undefined => {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null ? fileIn(value) : undefined;
  } catch {
    return undefined; // a damaged record counts as absent: its blocks are collected or fetched again
  }
};

export const encodeKeptFile = (file: KeptFile): Uint8Array => new TextEncoder().encode(JSON.stringify(file));

const roomOrder: Readonly<Record<KeptWhy, number>> = { seen: 0, policy: 1, chosen: 2, own: 3 };

/** At once in memory, so that a collection meanwhile leaves its blocks; what cannot be written is not kept. */
const putRecord = async (shelf: BlockShelf, files: Map<string, KeptFile>, file: KeptFile): Promise<void> => {
  const { cid } = file;
  const before = files.get(cid);
  if (files.size >= recordsMax && before === undefined) {
    throw filesFault('quota-full', `${recordsMax} files are kept`);
  }
  files.set(cid, file);
  try {
    await shelf.records.put(`${prefix}${cid}`, encodeKeptFile(file));
  } catch (cause) {
    if (before === undefined) files.delete(cid);
    else files.set(cid, before);
    throw cause;
  }
};

export const openKeptFiles = async (shelf: BlockShelf): Promise<KeptFiles> => {
  const files = new Map<string, KeptFile>();
  for (const [, bytes] of await shelf.records.all(prefix)) {
    const file = decodeKeptFile(bytes);
    if (file !== undefined) files.set(file.cid, file);
  }
  let additions = 0;
  let isOwed = false;
  let collecting: Promise<number> | undefined;

  const forget = async (cid: string): Promise<void> => {
    files.delete(cid);
    await shelf.records.put(`${prefix}${cid}`, undefined);
  };
  const sweep = async (): Promise<number> => {
    const kept = new Set<BlockKey>();
    for (const { cid } of files.values()) for (const key of (await blocksHere(shelf, cid)).keys()) kept.add(key);
    const gone = [...shelf.keys()].filter(([key]) => !kept.has(key));
    if (additions > 0) return 0;
    await shelf.delete(gone.map(([key]) => key));
    return gone.reduce((sum, [, size]) => sum + size, 0);
  };
  const collect = async (): Promise<number> => {
    isOwed = additions > 0;
    if (isOwed) return 0;
    collecting ??= sweep().finally(() => {
      collecting = undefined;
    });
    return collecting;
  };

  return {
    get: (cid) => files.get(cid),
    list: () => [...files.values()],
    put: (file) => putRecord(shelf, files, file),
    delete: forget,
    collect,
    makeRoom: async (bytes, below, isBusy) => {
      const enough = (): boolean => shelf.bytes() + bytes <= below;
      // What is given up now would be collected later.
      if (additions > 0) return enough();
      const mayGo = [...files.values()]
        .filter(({ cid, why, complete }) => (complete || !isBusy(cid)) && (why === 'seen' || why === 'policy'))
        .sort((a, b) => roomOrder[a.why] - roomOrder[b.why] || a.since - b.since);
      for (const { cid } of mayGo) {
        if (enough()) break;
        await forget(cid);
        await collect();
      }
      return enough();
    },
    adding: async (step) => {
      additions += 1;
      try {
        return await step();
      } finally {
        additions -= 1;
        if (isOwed) await collect().catch(() => undefined);
      }
    },
  };
};
