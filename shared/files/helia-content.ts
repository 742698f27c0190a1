// The content store: UnixFS by Helia (`@helia/unixfs`) over the shelf of this node and the exchange with its peers. Chunks
// and trees are Helia's defaults (1 MiB, 1,024 links, raw leaves, CIDv1), so that the same bytes have the same content id
// as elsewhere. Owns nothing; bounds are those of walk-dag.ts, the shelf and the exchange.

import { type DirectoryStats, type FileStats, type RawStats, unixfs, type UnixFS } from '@helia/unixfs';
import { CID } from 'multiformats/cid';
import { toHex } from '../core/bytes/index.ts';
import { parseCid } from '../core/model/index.ts';
import type { BlockExchange, BlockWish } from './block-exchange.ts';
import { blockBytesMax, type BlockKey, type BlockShelf } from './block-shelf.ts';
import type { BlobLike, FilePart, FolderEntry } from '../core/node/index.ts';
import type { ContentStore, Described, Reading } from './content-store.ts';
import { FilesFault, filesFault } from './files-fault.ts';
import { contentOf } from './read-content.ts';
import { budgetFor, type DagBudget, linksOf, type Step, stepOf, walkDag } from './walk-dag.ts';

/** of a folder, its folders included */
const entriesMax = 2_000;
const folderDepthMax = 8;
/** of a file or folder within a folder, as on a disk; eight of them and what stands between are a path that may be asked for */
const nameCharsMax = 255;
const writeAtOnce = 4;
/** of one file in the browser's memory while it is cut into chunks */
const pieceBytes = 1_048_576;

export interface HeliaContentOptions {
  readonly shelf: BlockShelf;
  /** absent: only what is here */
  readonly exchange?: Pick<BlockExchange, 'fetch' | 'arrived'>;
  /** Makes room for a block that does not fit below so many bytes, as far as that can be done; true where it helped. */
  readonly makeRoom?: (bytes: number, below: number) => Promise<boolean>;
}

/** A block from here, else from a peer; what came is kept. */
type GetBlock = (step: Step, signal?: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>;

const keep = async (
  { shelf, exchange, makeRoom }: HeliaContentOptions,
  key: BlockKey,
  bytes: Uint8Array,
): Promise<void> => {
  const put = (): Promise<boolean> => shelf.put(key, bytes);
  const isNew = await put().catch(async (cause: unknown) => {
    const type = cause instanceof FilesFault ? cause.type : undefined;
    // Of a disk that is full nobody says how much it would take: as much as is there now.
    const below = type === 'quota-full' ? shelf.limit() : type === 'disk-full' ? shelf.bytes() : undefined;
    if (below !== undefined && (await makeRoom?.(bytes.length, below)) === true) return put();
    throw cause;
  });
  if (isNew) exchange?.arrived(key);
};

const blocksFor =
  (options: HeliaContentOptions, wish: BlockWish): GetBlock =>
  async ({ cid, key }, signal = wish.signal) => {
    signal.throwIfAborted();
    const here = await options.shelf.get(key);
    if (here !== undefined) return here;
    if (options.exchange === undefined) throw filesFault('no-holder', 'a part of it is not here');
    const bytes = await options.exchange.fetch(cid, { ...wish, signal });
    await keep(options, key, bytes);
    return bytes;
  };

/** Ends what asks for more than its budget, however it is linked; what is linked deeper than a tree may be is not read. */
const within = (budget: DagBudget, get: GetBlock): GetBlock => {
  let blocksLeft = budget.blocks;
  let bytesLeft = budget.bytes;
  const depths = new Map<BlockKey, number>();
  return async (step) => {
    blocksLeft -= 1;
    if (blocksLeft < 0) throw filesFault('content-refused', `more than ${budget.blocks} blocks`);
    const bytes = await get(step);
    bytesLeft -= bytes.length;
    if (bytesLeft < 0) throw filesFault('content-refused', `more than the ${budget.bytes} bytes that it may have`);
    const depth = depths.get(step.key) ?? 0;
    for (const link of linksOf(bytes, { ...step, depth })) {
      const { key } = stepOf(link);
      depths.set(key, Math.max(depths.get(key) ?? 0, depth + 1));
    }
    return bytes;
  };
};

const stepOfCid = (cid: CID): Step => stepOf((cid.version === 0 ? cid.toV1() : cid).bytes);

/** Helia's UnixFS over a way to get blocks. */
const unixfsOver = (get: GetBlock, put: (key: BlockKey, bytes: Uint8Array) => Promise<void>): UnixFS =>
  unixfs({
    blockstore: {
      async *get(cid: CID) {
        yield await get(stepOfCid(cid));
      },
      put: async (cid: CID, bytes: unknown) => {
        if (!(bytes instanceof Uint8Array)) throw new RangeError('a block in pieces');
        await put(toHex(cid.multihash.digest), bytes);
        return cid;
      },
      has: async () => false,
    },
  });

const readOnly = async (): Promise<never> => Promise.reject(new RangeError('reading does not write'));

const rootOf = (cid: string) => {
  const parsed = parseCid(cid);
  if (!parsed.ok) throw filesFault('not-a-file', 'that is not a content id');
  return stepOf(parsed.value.bytes);
};

async function* piecesOf(bytes: Uint8Array | BlobLike, signal: AbortSignal, onPiece: (bytes: number) => void) {
  const size = bytes instanceof Uint8Array ? bytes.length : bytes.size;
  for (let at = 0; at < size; at += pieceBytes) {
    signal.throwIfAborted();
    const piece = bytes.slice(at, at + pieceBytes);
    const held = piece instanceof Uint8Array ? piece : new Uint8Array(await piece.arrayBuffer());
    yield held;
    onPiece(held.length);
  }
}

export const sizeOf = (parts: readonly FilePart[]): number =>
  parts.reduce((sum, { bytes }) => sum + (bytes instanceof Uint8Array ? bytes.length : bytes.size), 0);

const add = async (
  options: HeliaContentOptions,
  parts: readonly FilePart[],
  { folder, signal, onProgress }: Parameters<ContentStore['add']>[1],
): ReturnType<ContentStore['add']> => {
  const total = sizeOf(parts);
  if (total > options.shelf.limit()) throw filesFault('file-too-large', `the limit is ${options.shelf.limit()} bytes`);
  let done = 0;
  const onPiece = (bytes: number): void => {
    done += bytes;
    onProgress?.({ done, total });
  };
  const writing = new Set<Promise<void>>();
  const fs = unixfsOver(readOnly, async (key, bytes) => {
    const written = keep(options, key, bytes).finally(() => writing.delete(written));
    writing.add(written);
    await written;
  });
  const sources = parts.map(({ path, bytes }) => ({ path, content: piecesOf(bytes, signal, onPiece) }));
  const settings = { blockWriteConcurrency: writeAtOnce, fileImportConcurrency: 1, wrapWithDirectory: folder };
  let root: CID | undefined;
  try {
    for await (const { cid } of fs.addAll(sources, settings)) root = cid;
  } finally {
    await Promise.allSettled(writing);
  }
  if (root === undefined) throw filesFault('content-refused', 'there was nothing to add');
  return { cid: root.toString(), size: total };
};

interface Listing {
  readonly entries: FolderEntry[];
  isCut: boolean;
}

const entriesUnder = async (
  fs: UnixFS,
  cid: CID,
  at: { readonly path: string; readonly depth: number },
  found: Listing,
): Promise<void> => {
  if (at.depth > folderDepthMax) throw filesFault('content-refused', `folders deeper than ${folderDepthMax}`);
  for await (const entry of fs.ls(cid)) {
    // By such a name nobody could ask for it.
    const isNamed = entry.name !== '' && entry.name.length <= nameCharsMax && !entry.name.includes('/');
    const isFull = found.entries.length >= entriesMax;
    if (!isNamed || isFull) found.isCut = true;
    if (isFull) return;
    if (!isNamed) continue;
    const path = at.path === '' ? entry.name : `${at.path}/${entry.name}`;
    const { type, size } = await fs.stat(entry.cid);
    if (type === 'directory') await entriesUnder(fs, entry.cid, { path, depth: at.depth + 1 }, found);
    else found.entries.push({ path, cid: entry.cid.toString(), size: Number(size) });
  }
};

/** What stands at a path within a folder, or the root itself. */
const statOf = async (
  fs: UnixFS,
  root: Step,
  path: string | undefined,
): Promise<FileStats | DirectoryStats | RawStats> => {
  if (path === undefined) return fs.stat(CID.decode(root.cid));
  return fs.stat(CID.decode(root.cid), { path }).catch((cause: unknown) => {
    const isMissing = cause instanceof Error && /^(?:NotFound|DoesNotExist)Error$/.test(cause.name);
    throw isMissing ? filesFault('not-a-file', 'there is no such file in the folder') : cause;
  });
};

const describe = async (options: HeliaContentOptions, root: Step, get: GetBlock, path?: string): Promise<Described> => {
  // A small file in a folder may be all in the one block that says how large it is.
  const budget = { blocks: 4 * entriesMax, bytes: options.shelf.limit() };
  const fs = unixfsOver(within(budget, get), readOnly);
  const stats = await statOf(fs, root, path);
  if (stats.type !== 'directory') return { kind: 'file', size: Number(stats.size), entries: [], isCut: false };
  const found: Listing = { entries: [], isCut: false };
  await entriesUnder(fs, stats.cid, { path: '', depth: 0 }, found);
  return { kind: 'folder', size: found.entries.reduce((sum, { size }) => sum + size, 0), ...found };
};

const fetchAll = async (
  options: HeliaContentOptions,
  cid: string,
  { size, signal, onProgress }: Parameters<ContentStore['fetch']>[1],
): Promise<Described> => {
  const root = rootOf(cid);
  const look = blocksFor(options, { root: root.key, signal, isLookedAt: true });
  const keepAll = blocksFor(options, { root: root.key, signal, isLookedAt: false });
  // The root stays in memory from the one to the other: of a small file it is all of it.
  let rootBlock: Uint8Array<ArrayBuffer> | undefined;
  const described = await describe(options, root, async (step) => {
    const block = await look(step);
    if (step.key === root.key) rootBlock = block;
    return block;
  });
  const { shelf } = options;
  // Of a folder whose files are not all listed, only its transaction tells the whole; its blocks are counted below.
  const total = described.isCut ? Math.max(size ?? 0, described.size) : described.size;
  if (size !== undefined && size !== total) {
    throw filesFault('content-refused', `it claims ${described.size} bytes and its transaction ${size}`);
  }
  if (total > shelf.limit()) throw filesFault('file-too-large', `the limit is ${shelf.limit()} bytes`);
  let done = 0;
  let content = 0;
  await walkDag(root.cid, {
    block: async (step, going) => (step.key === root.key ? rootBlock : undefined) ?? keepAll(step, going),
    ...{ budget: budgetFor(total), signal },
    onBlock: ({ isLeaf, bytes }) => {
      if (isLeaf) content += bytes;
      done = Math.min(total, done + bytes);
      onProgress?.({ done, total });
    },
  });
  // Less may be right: equal chunks are one block. Whoever reads it finds what is missing.
  if (content > total) {
    throw filesFault('content-refused', `it has ${content} bytes and claims ${total}`);
  }
  onProgress?.({ done: total, total });
  return { ...described, size: total };
};

async function* read(options: HeliaContentOptions, cid: string, reading: Reading) {
  const { path, offset = 0, length, signal } = reading;
  const root = rootOf(cid);
  const { blocks, bytes } = budgetFor(length ?? options.shelf.limit());
  // Its ends may lie in the middle of blocks.
  const budget = { blocks, bytes: bytes + 2 * blockBytesMax };
  const get = within(budget, blocksFor(options, { root: root.key, signal, isLookedAt: true }));
  const entry = path === undefined ? undefined : await statOf(unixfsOver(get, readOnly), root, path);
  const start = entry === undefined ? root : stepOfCid(entry.cid);
  yield* contentOf(start, { from: offset, to: length === undefined ? Infinity : offset + length }, get);
}

/** The blocks of a file that are here, each read and hashed. */
export const blocksHere = async (shelf: BlockShelf, cid: string): Promise<ReadonlyMap<BlockKey, number>> => {
  const found = new Map<BlockKey, number>();
  await walkDag(rootOf(cid).cid, {
    block: ({ key }) => shelf.get(key),
    budget: { blocks: Number.MAX_SAFE_INTEGER, bytes: Number.MAX_SAFE_INTEGER },
    onBlock: ({ key, bytes }) => found.set(key, bytes),
  });
  return found;
};

const verify = async ({ shelf }: HeliaContentOptions, cid: string): ReturnType<ContentStore['verify']> => {
  let damaged = 0;
  let blocks = 0;
  let bytes = 0;
  await walkDag(rootOf(cid).cid, {
    block: async ({ key }) => {
      const wasHere = shelf.has(key);
      const block = await shelf.get(key);
      if (wasHere && block === undefined) damaged += 1;
      return block;
    },
    budget: { blocks: Number.MAX_SAFE_INTEGER, bytes: Number.MAX_SAFE_INTEGER },
    onBlock: (block) => {
      blocks += 1;
      bytes += block.bytes;
    },
  });
  return { blocks, damaged, bytes };
};

export const createHeliaContent = (options: HeliaContentOptions): ContentStore => ({
  add: (parts, how) => add(options, parts, how),
  describe: async (cid, signal, path) => {
    const root = rootOf(cid);
    return describe(options, root, blocksFor(options, { root: root.key, signal, isLookedAt: true }), path);
  },
  fetch: (cid, how) => fetchAll(options, cid, how),
  read: (cid, reading) => read(options, cid, reading),
  verify: (cid) => verify(options, cid),
});
