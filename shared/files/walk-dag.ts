// Walks the blocks of one file or folder, sixteen at a time, children before what comes later, so that a film can be looked
// at while it arrives. Every block once, however often it is linked. When it ends, so has all that it began.
// Bounds (docs/files.md): 24 levels, 10,240 links a block, as many blocks and bytes as the caller's budget has. They are
// checked before anything further is asked for, so a bomb costs at most its budget.

import { decode as decodeDagPb } from '@ipld/dag-pb';
import { toHex } from '../core/bytes/index.ts';
import { cidCodecs, readCid } from '../core/model/index.ts';
import type { BlockKey } from './block-shelf.ts';
import { filesFault } from './files-fault.ts';

const depthMax = 24;
/** ten times what the usual defaults make */
const linksMax = 10_240;
const atOnce = 16;
/** Files of 16 KiB a block, and a folder of small ones. */
const smallBlockBytes = 16_384;
const freeBlocks = 20_000;
const freeBytes = 4_194_304;

export interface DagBudget {
  readonly blocks: number;
  readonly bytes: number;
}

/** What a file or folder of so many bytes may take at most. */
export const budgetFor = (size: number): DagBudget => ({
  blocks: freeBlocks + Math.ceil(size / smallBlockBytes),
  bytes: freeBytes + Math.ceil(size * 1.05),
});

export interface DagBlock {
  readonly key: BlockKey;
  readonly cid: Uint8Array;
  readonly isLeaf: boolean;
  readonly bytes: number;
}

export interface WalkOptions {
  /** `undefined` where it cannot be had, and its children are left out */
  readonly block: (step: Step, signal: AbortSignal) => Promise<Uint8Array | undefined>;
  readonly budget: DagBudget;
  readonly onBlock?: (block: DagBlock) => void;
  readonly signal?: AbortSignal;
}

/** One block of a tree, by its link. */
export interface Step {
  readonly cid: Uint8Array;
  readonly key: BlockKey;
  readonly codec: number;
  readonly depth: number;
}

export const stepOf = (cid: Uint8Array, depth = 0): Step => {
  const read = readCid(cid);
  const isOurs = read.ok && read.value.digest.length === 32;
  if (!isOurs || (read.value.codec !== cidCodecs.raw && read.value.codec !== cidCodecs.dagPb)) {
    throw filesFault('not-a-file', 'only files and folders of UnixFS, hashed with SHA-256, can be opened');
  }
  return { cid, key: toHex(read.value.digest), codec: read.value.codec, depth };
};

/** The links of a block; refuses what has too many, or stands so deep that it must have none. */
export const linksOf = (bytes: Uint8Array, { codec, depth }: Step): readonly Uint8Array[] => {
  if (codec === cidCodecs.raw) return [];
  const links = decodeLinks(bytes);
  if (links.length > 0 && depth >= depthMax) throw filesFault('content-refused', `deeper than ${depthMax} levels`);
  return links;
};

/** Ids of the blocks that a block of UnixFS names; throws a FilesFault where it is none, or names too many. */
export const decodeLinks = (bytes: Uint8Array): readonly Uint8Array[] => {
  try {
    const { Links } = decodeDagPb(bytes);
    if (Links.length > linksMax) throw filesFault('content-refused', `a block with ${Links.length} links`);
    return Links.map(({ Hash }) => (Hash.version === 0 ? Hash.toV1() : Hash).bytes);
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'FilesFault') throw cause;
    throw filesFault('content-refused', 'a block that is not UnixFS');
  }
};

export const walkDag = async (root: Uint8Array, { block, budget, onBlock, signal }: WalkOptions): Promise<void> => {
  const stack: Step[] = [stepOf(root)];
  const seen = new Set<BlockKey>();
  let bytesLeft = budget.bytes;
  const running = new Set<Promise<void>>();
  const ending = new AbortController();
  const going = signal === undefined ? ending.signal : AbortSignal.any([signal, ending.signal]);
  let failure: { readonly cause: unknown } | undefined;

  const visit = async (step: Step): Promise<void> => {
    const bytes = await block(step, going);
    if (bytes === undefined) return;
    bytesLeft -= bytes.length;
    if (bytesLeft < 0) throw filesFault('content-refused', `more than the ${budget.bytes} bytes that it may have`);
    onBlock?.({ key: step.key, cid: step.cid, isLeaf: step.codec === cidCodecs.raw, bytes: bytes.length });
    for (const link of linksOf(bytes, step).toReversed()) stack.push(stepOf(link, step.depth + 1));
  };
  const begin = (step: Step): void => {
    if (seen.has(step.key)) return;
    seen.add(step.key);
    if (seen.size > budget.blocks) throw filesFault('content-refused', `more than ${budget.blocks} blocks`);
    const visiting = visit(step)
      .catch((cause: unknown) => {
        failure ??= { cause };
      })
      .finally(() => running.delete(visiting));
    running.add(visiting);
  };

  try {
    for (;;) {
      signal?.throwIfAborted();
      if (failure !== undefined) throw failure.cause;
      const next = running.size < atOnce ? stack.pop() : undefined;
      if (next !== undefined) begin(next);
      else if (running.size > 0) await Promise.race(running);
      else return;
    }
  } finally {
    // Where it has failed, nothing of it comes any more.
    ending.abort();
    await Promise.all(running);
  }
};
