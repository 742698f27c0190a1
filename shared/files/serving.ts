// What other nodes want of us: their want-lists, served one block at a time and peer by peer, so that however much is asked
// for, no more than a block a peer (and eight in all) is in memory. Wants for what is not here wait until it comes.
// Bounds: 1,024 wants a peer, what exceeds them is dropped; 32 MiB/s a peer after the first 256 MiB.

import { toHex } from '../core/bytes/index.ts';
import { readCid } from '../core/model/index.ts';
import type { PeerId } from '../core/node/ports.ts';
import { createTokenBucket, type TokenBucket } from '../p2p/index.ts';
import {
  type BitswapMessage,
  bitswapLimits,
  type Presence,
  type SentBlock,
  type WantEntry,
} from './bitswap-message.ts';
import type { BlockKey, BlockShelf } from './block-shelf.ts';

const blocksAtOnce = 8;
const servedLimits = { capacity: 268_435_456, perSecond: 33_554_432 };
const presencesAtOnce = 256;

export interface ServingOptions {
  readonly shelf: Pick<BlockShelf, 'has' | 'get'>;
  /** Resolves when the peer's stream has taken it. */
  readonly send: (peer: PeerId, message: Partial<BitswapMessage>) => Promise<void>;
}

export interface Serving {
  readonly take: (peer: PeerId, wants: readonly WantEntry[], full: boolean) => void;
  /** A block has come: whoever waits for it is served. */
  readonly arrived: (key: BlockKey) => void;
  readonly gone: (peer: PeerId) => void;
  /** wants kept of a peer */
  readonly wantsOf: (peer: PeerId) => number;
  readonly served: () => number;
}

interface Want {
  readonly cid: Uint8Array;
  readonly codecPrefix: Uint8Array;
  onlyHave: boolean;
  sendDontHave: boolean;
  queued: boolean;
}

interface Customer {
  readonly peer: PeerId;
  readonly wants: Map<BlockKey, Want>;
  readonly queue: BlockKey[];
  readonly bucket: TokenBucket;
  running: boolean;
}

interface Desk {
  readonly options: ServingOptions;
  readonly customers: Map<PeerId, Customer>;
  readonly waiting: (() => void)[];
  free: number;
  served: number;
}

const pause = async (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/** The digest that names the block, where it is one of ours. */
const keyOf = (cid: Uint8Array): { readonly key: BlockKey; readonly prefix: Uint8Array } | undefined => {
  const read = readCid(cid);
  if (!read.ok || read.value.digest.length !== 32) return undefined;
  return { key: toHex(read.value.digest), prefix: cid.slice(0, cid.length - 32) };
};

const takeSlot = async (desk: Desk): Promise<void> => {
  if (desk.free > 0) desk.free -= 1;
  else await new Promise<void>((resolve) => void desk.waiting.push(resolve));
};

const giveSlot = (desk: Desk): void => {
  const next = desk.waiting.shift();
  if (next === undefined) desk.free += 1;
  else next();
};

const sendBlock = async (desk: Desk, customer: Customer, key: BlockKey, want: Want): Promise<void> => {
  await takeSlot(desk);
  try {
    const data = await desk.options.shelf.get(key);
    if (data === undefined) return; // damaged, and dropped by the shelf: the want waits
    customer.wants.delete(key);
    while (!customer.bucket.take(data.length, Date.now())) await pause(customer.bucket.waitMs(data.length, Date.now()));
    const block: SentBlock = { prefix: want.codecPrefix, data };
    await desk.options.send(customer.peer, { blocks: [block] });
    desk.served += data.length;
  } finally {
    giveSlot(desk);
  }
};

/** Answers what is asked of presences as far as the next block. */
const collectPresences = ({ options }: Desk, { wants, queue }: Customer): readonly Presence[] => {
  const said: Presence[] = [];
  while (said.length < presencesAtOnce) {
    const key = queue[0];
    if (key === undefined) break;
    const want = wants.get(key);
    const has = options.shelf.has(key);
    if (want !== undefined && has && !want.onlyHave) break;
    queue.shift();
    if (want === undefined) continue;
    want.queued = false;
    if (has) wants.delete(key);
    if (has || want.sendDontHave) said.push({ cid: want.cid, has });
    want.sendDontHave = false;
  }
  return said;
};

const serve = async (desk: Desk, customer: Customer): Promise<void> => {
  customer.running = true;
  try {
    while (customer.queue.length > 0 && desk.customers.get(customer.peer) === customer) {
      const presences = collectPresences(desk, customer);
      if (presences.length > 0) {
        await desk.options.send(customer.peer, { presences });
        continue; // the queue has grown meanwhile
      }
      const key = customer.queue.shift();
      const want = key === undefined ? undefined : customer.wants.get(key);
      if (key === undefined || want === undefined) continue;
      want.queued = false;
      await sendBlock(desk, customer, key, want);
    }
  } catch {
    // The stream broke: what the peer still wants it asks for again when it is back.
    desk.customers.delete(customer.peer);
  } finally {
    customer.running = false;
  }
};

const enqueue = (desk: Desk, customer: Customer, key: BlockKey, want: Want): void => {
  if (want.queued) return;
  want.queued = true;
  customer.queue.push(key);
  if (!customer.running) void serve(desk, customer);
};

const takeOne = (desk: Desk, customer: Customer, entry: WantEntry): void => {
  const named = keyOf(entry.cid);
  if (named === undefined) return;
  const { key, prefix } = named;
  const known = customer.wants.get(key);
  if (entry.cancel) {
    customer.wants.delete(key);
    return;
  }
  if (known === undefined && customer.wants.size >= bitswapLimits.wantsMax) return;
  const { onlyHave, sendDontHave } = entry;
  const want = known ?? { cid: entry.cid.slice(), codecPrefix: prefix, onlyHave, sendDontHave, queued: false };
  want.onlyHave = onlyHave;
  want.sendDontHave = sendDontHave;
  customer.wants.set(key, want);
  enqueue(desk, customer, key, want);
};

export const createServing = (options: ServingOptions): Serving => {
  const desk: Desk = { options, customers: new Map(), waiting: [], free: blocksAtOnce, served: 0 };
  const customerOf = (peer: PeerId): Customer => {
    const known = desk.customers.get(peer);
    if (known !== undefined) return known;
    const bucket = createTokenBucket(servedLimits, Date.now());
    const customer: Customer = { peer, wants: new Map(), queue: [], bucket, running: false };
    desk.customers.set(peer, customer);
    return customer;
  };
  return {
    take: (peer, wants, full) => {
      if (wants.length === 0 && !full) return;
      const customer = customerOf(peer);
      if (full) customer.wants.clear();
      for (const entry of wants) takeOne(desk, customer, entry);
      // queue entries of cancelled wants stay behind until their turn; a flood of cancels must not let them grow
      if (customer.queue.length > 4 * bitswapLimits.wantsMax) {
        customer.queue.splice(0, customer.queue.length, ...customer.wants.keys());
      }
    },
    arrived: (key) => {
      for (const customer of desk.customers.values()) {
        const want = customer.wants.get(key);
        if (want !== undefined) enqueue(desk, customer, key, want);
      }
    },
    gone: (peer) => void desk.customers.delete(peer),
    wantsOf: (peer) => desk.customers.get(peer)?.wants.size ?? 0,
    served: () => desk.served,
  };
};
