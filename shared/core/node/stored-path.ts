// Finds out which blocks of a damaged store make a chain: from its head record, or from the highest block it has, downwards
// from parent to parent until the genesis block. A header is found in its own row, in the archive, or in front of its block's
// body, so that a chain is lost only where all of them are. In memory: 32 bytes a block, and the headers of one page.

import { toHex } from '../bytes/index.ts';
import { archiveStep, idBytes } from '../chain/index.ts';
import { bytesOf, type ChainSpec, decodeHeaderEntry, type Header, type Hex32 } from '../model/index.ts';
import { archivedHeadersKey, decodeArchivedHeaders } from './archive-records.ts';
import type { Store } from './ports.ts';
import { type BlockPointer, headerKey, headerOfBody, headersFrom } from './records.ts';

/** Ids by height; the genesis block's is the first. */
export interface StoredPath {
  readonly height: number;
  readonly idAt: (height: number) => Hex32;
}

const scanCount = 256;
/** Heights have 48 bits in a key. */
const heightEnd = 2 ** 48;

type Links = ReadonlyMap<Hex32, Pick<Header, 'height' | 'parent'>>;

interface Search {
  readonly store: Store;
  readonly genesis: Hex32;
  /** heights of one page */
  readonly step: number;
  /** height of the first block of the page that is in memory */
  first: number | undefined;
  links: Links;
  /** keys of blocks whose header is not there */
  readonly lost: Set<string>;
}

const readLinks = async ({ store, step }: Search, first: number): Promise<Links> => {
  const links = new Map<Hex32, Pick<Header, 'height' | 'parent'>>();
  const [archived] = await store.getMany('header', [archivedHeadersKey(first)]);
  for (const { id, header } of archived === undefined ? [] : decodeArchivedHeaders(archived)) links.set(id, header);
  const end = headersFrom(first + step);
  for (let from = headersFrom(first); ;) {
    const rows = await store.scan('header', from, scanCount);
    for (const [key, bytes] of rows) {
      const sealed = key < end ? decodeHeaderEntry(bytes) : undefined;
      if (sealed?.ok === true) links.set(sealed.value.id, sealed.value.header);
    }
    const last = rows.at(-1)?.[0];
    if (last === undefined || rows.length < scanCount || last >= end) return links;
    from = `${last}~`; // greater than the last key, smaller than any other
  }
};

const linksAt = async (search: Search, height: number): Promise<Links> => {
  const first = height - (height % search.step);
  if (search.first !== first) {
    search.links = await readLinks(search, first);
    search.first = first;
  }
  return search.links;
};

const parentOf = async (search: Search, { height, id }: BlockPointer): Promise<Hex32 | undefined> => {
  const link = (await linksAt(search, height)).get(id);
  if (link?.height === height) return link.parent;
  const [bytes] = await search.store.getMany('body', [id]);
  const sealed = bytes === undefined ? undefined : headerOfBody(bytes);
  return sealed?.id === id && sealed.header.height === height ? sealed.header.parent : undefined;
};

/** The path up to a block, or the block whose header is lost. */
const pathDown = async (search: Search, tip: BlockPointer): Promise<StoredPath | { readonly lostAt: BlockPointer }> => {
  // A damaged head record may name any height; a header that hashes to its id does not.
  if ((await parentOf(search, tip)) === undefined) return { lostAt: tip };
  const ids = new Uint8Array((tip.height + 1) * idBytes);
  let { id } = tip;
  for (let { height } = tip; height > 0; height--) {
    ids.set(bytesOf(id), height * idBytes);
    const parent = await parentOf(search, { height, id });
    if (parent === undefined) return { lostAt: { height, id } };
    id = parent;
  }
  if (id !== search.genesis) return { lostAt: { height: 0, id } };
  ids.set(bytesOf(id), 0);
  return { height: tip.height, idAt: (height) => toHex(ids.subarray(height * idBytes, (height + 1) * idBytes)) };
};

/** The height of the highest key of a form, by halving; −1 if there is none. */
const highestOf = async (store: Store, keyOf: (height: number) => string, prefix: RegExp): Promise<number> => {
  const isThere = async (height: number): Promise<boolean> => {
    const [row] = await store.scan('header', keyOf(height), 1);
    return row !== undefined && prefix.test(row[0]);
  };
  if (!(await isThere(0))) return -1;
  let low = 0;
  let high = 1;
  while (high < heightEnd && (await isThere(high))) [low, high] = [high, 2 * high];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (await isThere(middle)) low = middle;
    else high = middle;
  }
  return low;
};

/** The highest block at this height or below it that has a header and has not been found without ancestors. */
const highestFrom = async (search: Search, height: number): Promise<BlockPointer | undefined> => {
  for (let at = height; at > 0; at = at - (at % search.step) - 1) {
    let best: BlockPointer | undefined;
    for (const [id, link] of await linksAt(search, at)) {
      if (link.height > at || search.lost.has(headerKey(link.height, id))) continue;
      if (best === undefined || link.height > best.height || (link.height === best.height && id < best.id)) {
        best = { height: link.height, id };
      }
    }
    if (best !== undefined && best.height > 0) return best;
  }
  return undefined;
};

const highest = async (search: Search): Promise<BlockPointer | undefined> => {
  const row = await highestOf(search.store, headersFrom, /^[0-9a-f]/);
  const archived = await highestOf(search.store, archivedHeadersKey, /^#headers-/);
  return highestFrom(search, Math.max(row, archived < 0 ? -1 : archived + search.step - 1));
};

/** The longest chain that the store knows up to `head`; where that is lost, up to the highest block. */
export const findStoredPath = async (
  store: Store,
  spec: ChainSpec,
  genesis: Hex32,
  head: BlockPointer | undefined,
): Promise<StoredPath> => {
  const search: Search = {
    ...{ store, genesis, step: archiveStep(spec), first: undefined },
    links: new Map(),
    lost: new Set(),
  };
  const known = head === undefined ? undefined : await pathDown(search, head);
  if (known !== undefined && !('lostAt' in known)) return known;
  const isHeadLost = known === undefined || known.lostAt.id === head?.id;
  if (known !== undefined) search.lost.add(headerKey(known.lostAt.height, known.lostAt.id));
  let tip = isHeadLost ? await highest(search) : await highestFrom(search, known.lostAt.height);
  while (tip !== undefined) {
    const path = await pathDown(search, tip);
    if (!('lostAt' in path)) return path;
    search.lost.add(headerKey(path.lostAt.height, path.lostAt.id));
    tip = await highestFrom(search, path.lostAt.height);
  }
  return { height: 0, idAt: () => genesis };
};
