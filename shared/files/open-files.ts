// The files of one node on one network: what it holds, what it fetches, what it gives to others. One place for every call
// of a provider (files-request.ts), in a tab's window and in a terminal node alike.
// Owns: the shelf, the exchange, the transfers under way. Bounds: 8 transfers at once, 32 MiB a read, the person's limit.

import { cleanFileName, parseCid } from '../core/model/index.ts';
import { toHex } from '../core/bytes/index.ts';
import type { FileFacts, FileHere, FilesAnswer, FilesReply, FilesRequest } from '../core/node/index.ts';
import type { PeerId } from '../core/node/ports.ts';
import { type BlockExchange, openBlockExchange } from './block-exchange.ts';
import { type BlockShelf, openBlockShelf, type ShelfPlace } from './block-shelf.ts';
import { chooseToKeep } from './choose-to-keep.ts';
import type { ContentStore } from './content-store.ts';
import { FilesFault, filesFault, type FilesFaultName } from './files-fault.ts';
import { createHeliaContent, sizeOf } from './helia-content.ts';
import { type HolderFinder, openHolderFinder, type FinderLibp2p } from './holder-finder.ts';
import { type KeptFile, type KeptFiles, openKeptFiles } from './kept-files.ts';
import { type LastSeen, openLastSeen } from './last-seen.ts';
import type { LinesLibp2p } from './peer-lines.ts';
import { sniffMediaType } from './sniff-media-type.ts';
import { createTransfers, type Transfers } from './transfers.ts';

const readBytesMax = 33_554_432;
const sniffedBytes = 512;
/** An answer of a peer takes two round trips; asked again when somebody looks again. */
const probedForMs = 1_500;
const helpedAtOnce = 64;
/** A policy does not fill the disk again and again. */
const tooMuchForMs = 600_000;
const mediaTypesMax = 256;

export interface FilesOptions extends ShelfPlace {
  readonly libp2p: LinesLibp2p & FinderLibp2p;
  /** peers of the network that are connected now */
  readonly peers: () => readonly PeerId[];
  /** relays that we are connected to: ways to holders that are no peers */
  readonly relays: () => readonly PeerId[];
  /** where a node that is no peer can be dialled without help */
  readonly addressesOf: (peer: PeerId) => readonly string[];
  readonly penalise: (peer: PeerId, points: number, reason: string) => void;
  readonly limitBytes: number;
  readonly onProgress: (job: string, done: number, total: number) => void;
}

export interface Files {
  /** Rejects with a FilesFault. */
  readonly handle: (request: FilesRequest) => Promise<FilesAnswer>;
  /** The same, for another thread: whatever goes wrong is an answer. The signal ends a read, and nothing else. */
  readonly ask: (request: FilesRequest, ended?: AbortSignal) => Promise<FilesReply>;
  readonly meter: () => ReturnType<BlockExchange['meter']> & { readonly usedBytes: number };
  /** wants that are kept of a peer */
  readonly wantsOf: (peer: PeerId) => number;
  readonly stop: () => Promise<void>;
}

interface Parts {
  readonly options: FilesOptions;
  readonly shelf: BlockShelf;
  readonly kept: KeptFiles;
  readonly lastSeen: LastSeen;
  readonly exchange: BlockExchange;
  readonly finder: HolderFinder;
  readonly content: ContentStore;
  readonly transfers: Transfers;
  /** what the first bytes of a file said, by content id and path: they do not change */
  readonly mediaTypes: Map<string, string>;
  /** what the disk had no room for when the policy chose it, and until when nothing as large is chosen */
  readonly tooMuch: { bytes: number; until: number };
}

type Call<T extends FilesRequest['type']> = Extract<FilesRequest, { readonly type: T }>;

const rootKey = (cid: string): { readonly bytes: Uint8Array; readonly key: string } => {
  const parsed = parseCid(cid);
  if (!parsed.ok) throw filesFault('not-a-file', 'that is not a content id');
  return { bytes: parsed.value.bytes, key: toHex(parsed.value.digest) };
};

const add = async (parts: Parts, { name, mediaType, folder, parts: sources }: Call<'add'>): Promise<FilesAnswer> => {
  const { content, kept, options, shelf, transfers } = parts;
  const job = `file-add:${name}`;
  const signal = transfers.begin(job);
  try {
    // Before anything of it is here: what is being added is told from what may go by its record, which comes last.
    const size = sizeOf(sources);
    if (size <= shelf.limit()) await kept.makeRoom(size, shelf.limit(), (cid) => transfers.get(cid) !== undefined);
    return await kept.adding(async () => {
      const added = await content.add(sources, {
        ...{ folder, signal },
        onProgress: ({ done, total }) => options.onProgress(job, done, total),
      });
      const first = sources[0]?.bytes.slice(0, sniffedBytes);
      const head =
        first instanceof Uint8Array ? first : new Uint8Array((await first?.arrayBuffer()) ?? new ArrayBuffer(0));
      const facts: FileFacts = {
        ...added,
        name: cleanFileName(name),
        mediaType: folder ? 'inode/directory' : (mediaType ?? sniffMediaType(head)),
      };
      await kept.put({ ...facts, why: 'own', since: Date.now(), complete: true });
      return { type: 'added', facts };
    });
  } catch (cause) {
    await kept.collect().catch(() => undefined);
    if (signal.aborted) throw filesFault('file-cancelled', 'adding was cancelled');
    throw cause;
  } finally {
    transfers.end(job);
  }
};

/** Reads a piece; what is not here is fetched, and kept as seen. */
const read = async (parts: Parts, call: Call<'read'>, ended?: AbortSignal): Promise<FilesAnswer> => {
  const { content, kept, transfers } = parts;
  const { facts, path, offset = 0, length } = call;
  const { cid } = facts;
  const isKnown = kept.get(cid) !== undefined;
  const bring = async (cancelled: AbortSignal): Promise<FilesAnswer> => {
    const signal = ended === undefined ? cancelled : AbortSignal.any([cancelled, ended]);
    const { kind, size } = await content.describe(cid, signal, path);
    if (kind === 'folder') throw filesFault('not-a-file', 'that is a folder');
    if (path === undefined && facts.size !== undefined && facts.size !== size) {
      throw filesFault('content-refused', `it claims ${size} bytes and its transaction ${facts.size}`);
    }
    const wanted = Math.max(0, Math.min(length ?? size - offset, size - offset));
    if (wanted > readBytesMax) throw filesFault('file-too-large', `at most ${readBytesMax} bytes are read at once`);
    if (kept.get(cid) === undefined) {
      await kept.put({
        name: 'file',
        mediaType: '',
        // Of a folder that nobody has named, one file does not tell the size.
        size: path === undefined ? size : 0,
        ...facts,
        why: 'seen',
        since: Date.now(),
        complete: false,
      });
    }
    const reading = { ...(path === undefined ? {} : { path }), signal };
    const bytes = await gather(content.read(cid, { ...reading, offset, length: wanted }), wanted);
    const name = `${cid}/${path ?? ''}`;
    const known = parts.mediaTypes.get(name);
    if (known !== undefined) return { type: 'bytes', bytes, mediaType: known, size };
    const head =
      offset === 0 && bytes.length >= Math.min(sniffedBytes, size)
        ? bytes
        : await gather(content.read(cid, { ...reading, length: Math.min(sniffedBytes, size) }), sniffedBytes);
    const mediaType = sniffMediaType(head);
    remember(parts.mediaTypes, name, mediaType);
    return { type: 'bytes', bytes, mediaType, size };
  };
  try {
    return await transfers.run(cid, bring);
  } catch (cause) {
    if (!isKnown && cause instanceof FilesFault && cause.type === 'disk-full') await giveBack(parts, cid);
    throw cause;
  }
};

const remember = (mediaTypes: Map<string, string>, name: string, mediaType: string): void => {
  mediaTypes.set(name, mediaType);
  const [oldest] = mediaTypes.keys();
  if (mediaTypes.size > mediaTypesMax && oldest !== undefined) mediaTypes.delete(oldest);
};

const gather = async (source: AsyncIterable<Uint8Array>, max: number): Promise<Uint8Array> => {
  const all = new Uint8Array(max);
  let filled = 0;
  for await (const part of source) {
    all.set(part.subarray(0, max - filled), filled);
    filled += Math.min(part.length, max - filled);
  }
  return filled === max ? all : all.slice(0, filled);
};

/** Trying again would end as it did. */
const hopeless: ReadonlySet<FilesFaultName> = new Set([
  ...(['quota-full', 'disk-full', 'file-too-large', 'content-refused'] as const),
]);

/** A part of it is of no use, and would leave no room for the next block of the chain. */
const giveBack = async ({ kept }: Parts, cid: string): Promise<void> => {
  await kept.delete(cid).catch(() => undefined);
  await kept.collect().catch(() => undefined);
};

const keep = async (parts: Parts, { facts, why }: Call<'keep'>): Promise<FilesAnswer> => {
  const { content, kept, options, transfers } = parts;
  const { cid } = facts;
  const before = kept.get(cid);
  // What is own stays own; a wish that is stronger replaces a weaker one.
  const stronger = before?.why === 'own' || (before?.why === 'chosen' && why !== 'own') ? before.why : why;
  const record = {
    name: 'file',
    mediaType: '',
    size: 0,
    ...before,
    ...facts,
    why: stronger,
    since: before?.since ?? Date.now(),
  };
  const bring = async (signal: AbortSignal): Promise<void> => {
    const ending = new AbortController();
    const recorded = kept.put({ ...record, complete: before?.complete ?? false });
    recorded.catch(() => ending.abort());
    const fetched = content.fetch(cid, {
      signal: AbortSignal.any([signal, ending.signal]),
      ...(facts.size === undefined ? {} : { size: facts.size }),
      onProgress: ({ done, total }) => {
        transfers.progress(cid, done, total);
        options.onProgress(`file:${cid}`, done, total);
      },
    });
    // The disk writes the record first, and holders are asked meanwhile; both end before anything is given back.
    await Promise.allSettled([recorded, fetched]);
    await recorded;
    const { size } = await fetched;
    await kept.put({ ...record, size, complete: true });
  };
  try {
    await transfers.run(cid, bring);
  } catch (cause) {
    const isHopeless = cause instanceof FilesFault && hopeless.has(cause.type);
    if (isHopeless && before?.complete !== true) await giveBack(parts, cid);
    throw cause;
  }
  return { type: 'done', kept: 1 };
};

const drop = async ({ kept, transfers }: Parts, cid: string): Promise<FilesAnswer> => {
  transfers.cancel(cid);
  await kept.delete(cid);
  await kept.collect();
  return { type: 'done', kept: 0 };
};

/** Who has it and is linked is seen now, although nobody asks it for anything. */
const seeHolders = ({ exchange, options }: Parts, key: string): void => {
  const now = Date.now();
  const connected = new Set(options.peers());
  const linked = exchange.holders.list(key, now).filter(({ peerId }) => connected.has(peerId));
  for (const { peerId } of linked.toReversed()) exchange.holders.note(key, peerId, now);
};

const hereOf = (parts: Parts, cid: string): FileHere => {
  const { kept, lastSeen, exchange, options, transfers } = parts;
  const file = kept.get(cid);
  const { key } = rootKey(cid);
  seeHolders(parts, key);
  const connected = new Set(options.peers());
  const holders = exchange.holders
    .list(key, Date.now())
    .map((holder) => ({ ...holder, connected: connected.has(holder.peerId) }));
  const seenAt = lastSeen.of(key);
  const under = transfers.get(cid);
  const isFetched = holders.some((holder) => holder.connected);
  // Who only reads what is all here counts nothing.
  const isHere = file?.complete === true && (under?.total ?? 0) === 0;
  const state = isHere ? 'here' : under === undefined ? 'elsewhere' : isFetched ? 'fetching' : 'waiting';
  const have = state === 'here' ? (file?.size ?? 0) : (under?.done ?? 0);
  const pinned = file?.why === 'own' || file?.why === 'chosen';
  const here = { cid, state, have, pinned, holders, ...(seenAt === undefined ? {} : { lastSeen: seenAt }) } as const;
  if (file === undefined) return here;
  const { name, mediaType, size, why } = file;
  return { ...here, why, facts: { cid, name, mediaType, size } };
};

const probe = ({ exchange, finder }: Parts, cid: string): void => {
  const { bytes, key } = rootKey(cid);
  exchange.probe(bytes, key);
  finder.look(bytes, key, 'near');
};

const look = async (parts: Parts, { cids }: Call<'look'>): Promise<FilesAnswer> => {
  const unknown = cids.filter((cid) => hereOf(parts, cid).holders.every(({ connected }) => !connected));
  for (const cid of unknown) probe(parts, cid);
  if (unknown.length > 0 && parts.options.peers().length > 0) {
    const deadline = Date.now() + probedForMs;
    // Who else has what is here may be told the next time.
    const isTold = (cid: string): boolean => {
      const { holders, state } = hereOf(parts, cid);
      return holders.length > 0 || state === 'here';
    };
    while (Date.now() < deadline && !unknown.every(isTold))
      await new Promise((resolve) => void setTimeout(resolve, 50));
  }
  return { type: 'looked', files: cids.map((cid) => hereOf(parts, cid)), usedBytes: parts.shelf.bytes() };
};

/** Goes on with what was interrupted and takes what the policy says. */
const help = async (parts: Parts, { files, limitBytes }: Call<'help'>): Promise<FilesAnswer> => {
  const { kept, shelf } = parts;
  const missing = files.filter(({ cid }) => kept.get(cid) === undefined).slice(0, helpedAtOnce);
  await look(parts, { type: 'look', cids: missing.map(({ cid }) => cid), limitBytes });
  const { tooMuch } = parts;
  const mayFit = missing.filter(({ size }) => size < tooMuch.bytes || Date.now() > tooMuch.until);
  const candidates = mayFit.map((facts) => ({ facts, holders: hereOf(parts, facts.cid).holders.length }));
  let taken = 0;
  for (const facts of chooseToKeep(candidates, shelf.limit() - shelf.bytes())) {
    try {
      await keep(parts, { type: 'keep', facts, why: 'policy', limitBytes });
      taken += 1;
    } catch (cause) {
      if (!(cause instanceof FilesFault) || cause.type !== 'disk-full') continue;
      tooMuch.bytes = facts.size;
      tooMuch.until = Date.now() + tooMuchForMs;
    }
  }
  return { type: 'done', kept: taken };
};

/** Goes on with what was begun and is to be kept; who waits for it sees how it goes. */
const goOn = (parts: Parts, { cid, name, mediaType, size, why }: KeptFile, limitBytes: number): void => {
  const facts = { cid, name, mediaType, ...(size > 0 ? { size } : {}) };
  void keep(parts, { type: 'keep', facts, why, limitBytes }).catch(() => undefined);
};

const resume = (parts: Parts): void => {
  for (const file of parts.kept.list()) {
    if (!file.complete && file.why !== 'seen') goOn(parts, file, parts.options.limitBytes);
  }
};

/** What was damaged is gone, and fetched again where the file is kept. */
const verify = async (
  parts: Parts,
  { cid, limitBytes }: Pick<FilesRequest, 'limitBytes'> & { readonly cid: string },
): Promise<FilesAnswer> => {
  const { content, kept } = parts;
  const { blocks, damaged } = await content.verify(cid);
  const file = kept.get(cid);
  if (damaged > 0 && file !== undefined) {
    await kept.put({ ...file, complete: false });
    if (file.why !== 'seen') goOn(parts, file, limitBytes);
  }
  return { type: 'verified', blocks, damaged };
};

const handle = async (parts: Parts, request: FilesRequest, ended?: AbortSignal): Promise<FilesAnswer> => {
  const { content, kept, shelf, transfers } = parts;
  shelf.setLimit(request.limitBytes);
  // A person has lowered the limit: what may go goes now.
  if (shelf.bytes() > shelf.limit()) await kept.makeRoom(0, shelf.limit(), (cid) => transfers.get(cid) !== undefined);
  switch (request.type) {
    case 'add':
      return add(parts, request);
    case 'read':
      return read(parts, request, ended);
    case 'keep':
      return keep(parts, request);
    case 'drop':
      return drop(parts, request.cid);
    case 'cancel':
      transfers.cancel(request.cid);
      return { type: 'done', kept: 0 };
    case 'verify':
      return verify(parts, request);
    case 'look':
      return look(parts, request);
    case 'entries': {
      const described = await transfers.run(request.cid, (signal) => content.describe(request.cid, signal));
      const { entries, kind, isCut } = described;
      return { type: 'entries', entries, folder: kind === 'folder', cut: isCut };
    }
    case 'help':
      return help(parts, request);
    case 'open':
      return { type: 'done', kept: parts.kept.list().length };
  }
};

export const openFiles = async (options: FilesOptions): Promise<Files> => {
  const shelf = await openBlockShelf(options, options.limitBytes);
  const kept = await openKeptFiles(shelf);
  /** Holders that were dialled for a file count as peers while they are connected. */
  const peers = (): readonly PeerId[] => [...new Set([...options.peers(), ...guests()])];
  let guests = (): readonly PeerId[] => [];
  const lastSeen = await openLastSeen(shelf);
  const exchange = await openBlockExchange({ ...options, peers, shelf, onHolder: lastSeen.note });
  const finder = await openHolderFinder({
    ...options,
    ...{ holders: exchange.holders, has: (key) => shelf.has(key) },
  });
  guests = finder.guests;
  const transfers = createTransfers((cid, reach) => {
    const { bytes, key } = rootKey(cid);
    seeHolders(parts, key);
    finder.look(bytes, key, reach);
  });
  const content = createHeliaContent({
    ...{ shelf, exchange },
    makeRoom: (bytes, below) => kept.makeRoom(bytes, below, (cid) => transfers.get(cid) !== undefined),
  });
  const mediaTypes = new Map<string, string>();
  const parts: Parts = {
    options: { ...options, peers },
    shelf,
    kept,
    lastSeen,
    exchange,
    finder,
    content,
    transfers,
    mediaTypes,
    tooMuch: { bytes: Infinity, until: 0 },
  };
  resume(parts);
  return {
    handle: (request) => handle(parts, request),
    ask: async (request, ended) => {
      try {
        return { ok: true, value: await handle(parts, request, ended) };
      } catch (cause) {
        const detail = cause instanceof Error ? cause.message : String(cause);
        return { ok: false, fault: cause instanceof FilesFault ? cause.type : 'content-refused', detail };
      }
    },
    meter: () => ({ ...exchange.meter(), usedBytes: shelf.bytes() }),
    wantsOf: exchange.wantsOf,
    stop: async () => {
      transfers.stop();
      await finder.stop();
      await exchange.stop();
      lastSeen.stop();
      await shelf.close();
    },
  };
};
