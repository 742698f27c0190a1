// Answers to peers from the store: old headers and bodies that are in no cache. What cannot be read, or is not what its key
// names, is not sent; a damaged record of old headers is made again from the blocks' bodies. Bounded by one message, and
// by `bodiesAtOnce` bodies in memory.

import type { Hex32, SealedHeader } from '../model/index.ts';
import { encodeMessage, fittingHeaders, wireLimits } from '../wire/index.ts';
import { decodeArchivedHeaders, encodeArchivedHeaders } from './archive-records.ts';
import type { Effect, NodeEvent } from './input.ts';
import type { Network, Store } from './ports.ts';
import { headerOfBody } from './records.ts';

export interface StoredServing {
  readonly network: Pick<Network, 'send'>;
  readonly fromStore: <T>(call: (store: Store) => Promise<T>) => Promise<T>;
  readonly onEvent: (event: NodeEvent) => void;
}

/** Room that a message's own fields take. */
const envelopeBytes = 1024;
/** 16 MiB where blocks are as large as they may be. */
const bodiesAtOnce = 16;

const warn = ({ onEvent }: StoredServing, what: string): void => {
  onEvent({ type: 'log', level: 'warn', what });
};

export const serveBodies = async (
  serving: StoredServing,
  { peer, request, ids }: Extract<Effect, { type: 'serve-bodies' }>,
): Promise<void> => {
  const found = await serving.fromStore((store) => store.getMany('body', ids));
  const blocks: Uint8Array[] = [];
  let size = envelopeBytes;
  for (const [index, bytes] of found.entries()) {
    if (bytes === undefined) continue;
    const id = ids[index] ?? '';
    if (headerOfBody(bytes)?.id !== id) {
      warn(serving, `the stored body of block ${id.slice(0, 12)} is damaged`);
      continue;
    }
    size += bytes.length + 4;
    if (size > wireLimits.messageBytesMax) break;
    blocks.push(bytes);
  }
  serving.network.send(peer, encodeMessage({ type: 'blocks', request, blocks }));
};

/** The headers of these blocks, from their bodies; up to the first that is not there. */
const headersFromBodies = async (
  { fromStore }: StoredServing,
  ids: readonly Hex32[],
): Promise<readonly SealedHeader[]> => {
  const headers: SealedHeader[] = [];
  for (let start = 0; start < ids.length; start += bodiesAtOnce) {
    const some = ids.slice(start, start + bodiesAtOnce);
    const bodies = await fromStore((store) => store.getMany('body', some));
    for (const [index, bytes] of bodies.entries()) {
      const header = bytes === undefined ? undefined : headerOfBody(bytes);
      if (header === undefined || header.id !== some[index]) return headers;
      headers.push(header);
    }
  }
  return headers;
};

/** A record's headers, all that can be had from the first on. */
const headersOfRecord = async (
  serving: StoredServing,
  key: string,
  ids: readonly Hex32[],
  bytes: Uint8Array | undefined,
): Promise<readonly SealedHeader[]> => {
  const stored = bytes === undefined ? [] : decodeArchivedHeaders(bytes);
  if (stored.length === ids.length && stored.every(({ id }, index) => id === ids[index])) return stored;
  warn(
    serving,
    `old headers from block ${ids[0]?.slice(0, 12) ?? ''} on are damaged; they are made again from the blocks`,
  );
  const made = await headersFromBodies(serving, ids);
  if (made.length === ids.length) {
    await serving.fromStore((store) => store.commit([['header', key, encodeArchivedHeaders(made)]], 'relaxed'));
  }
  return made;
};

export const serveHeaders = async (
  serving: StoredServing,
  { peer, request, records, skip, leave, rest }: Extract<Effect, { type: 'serve-headers' }>,
): Promise<void> => {
  const stored = await serving.fromStore((store) =>
    store.getMany(
      'header',
      records.map(({ key }) => key),
    ),
  );
  const headers: SealedHeader[] = [];
  let isWhole = true;
  for (const [index, { key, ids }] of records.entries()) {
    const some = await headersOfRecord(serving, key, ids, stored[index]);
    const end = index === records.length - 1 ? ids.length - leave : ids.length;
    headers.push(...some.slice(index === 0 ? skip : 0, end));
    isWhole = some.length >= end;
    if (!isWhole) break;
  }
  if (isWhole) headers.push(...rest);
  serving.network.send(peer, encodeMessage({ type: 'headers', request, headers: fittingHeaders(headers) }));
};
