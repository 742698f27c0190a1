// Files between real hosts on loopback: fetched, passed on, waited for; and what hostile peers get: wrong bytes, floods of
// wants and bombs cost at most their budget.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { encode as encodeDagPb } from '@ipld/dag-pb';
import { peerIdFromString } from '@libp2p/peer-id';
import { multiaddr } from '@multiformats/multiaddr';
import { CID } from 'multiformats/cid';
import { sha256 as hasher } from 'multiformats/hashes/sha2';
import { afterEach, describe, expect, test } from 'vitest';
import { concatBytes, toHex } from '../core/bytes/index.ts';
import { makeCid } from '../core/model/index.ts';
import { createMemoryDisk, type MemoryDisk, openMemoryStore } from '../core/node/index.ts';
import { createHost, createNodeLibp2p, createTokenBucket, type Host } from '../p2p/index.ts';
import { vectorBytes } from '../testing/index.ts';
import { type BitswapMessage, bitswapLimits, decodeBitswap, encodeBitswap } from './bitswap-message.ts';
import { type Files, openFiles } from './open-files.ts';
import { createMessageReader } from './message-reader.ts';
import { bitswapProtocol, smallLimits } from './peer-lines.ts';

const isNightly = process.env['TABCHAIN_NIGHTLY'] === '1';
const limitBytes = 200_000_000;
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

interface Node {
  readonly host: Host;
  readonly files: Files;
  readonly penalties: string[];
  readonly stop: () => Promise<void>;
}

let seeds = 0;
const nextHost = async (): Promise<Host> => {
  seeds += 1;
  return createHost({
    seed: Uint8Array.from({ length: 32 }, (_, i) => (seeds * 7 + i * 13) % 256),
    ...{ chainId: 'ab'.repeat(32), kind: 'terminal', agent: 'test', relays: [], listen: ['/ip4/127.0.0.1/tcp/0/ws'] },
  });
};

/** Tells how many bytes its disk would take. */
type Room = (disk: MemoryDisk) => number | undefined;

const roomUntold: Room = () => undefined;

const open = async ({ disk = createMemoryDisk(), refuses = true, room = roomUntold } = {}): Promise<Node> => {
  const host = await nextHost();
  const penalties: string[] = [];
  const files = await openFiles({
    ...{ libp2p: host.libp2p, limitBytes, relays: () => [], onProgress: () => undefined },
    peers: () => host.snapshot().peers.map(({ peerId }) => peerId),
    addressesOf: host.addressesOf,
    penalise: (peer, points, reason) => {
      penalties.push(reason);
      if (refuses) host.network.penalise(peer, points, reason);
    },
    openStore: async () => openMemoryStore(disk),
    room: async () => room(disk),
  });
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= files.stop().then(() => host.stop()));
  stops.push(stop);
  return { host, files, penalties, stop };
};

const addressOf = ({ host }: { readonly host: Host }): string => host.snapshot().addresses[0] ?? '';

const link = async (a: Node, b: Node): Promise<void> => {
  await a.host.dial(addressOf(b));
  const sees = (one: Node, other: Node): boolean =>
    one.host.snapshot().peers.some(({ peerId }) => peerId === other.host.peerId);
  await expect.poll(() => sees(a, b) && sees(b, a), { timeout: 8_000 }).toBe(true);
};

const add = async ({ files }: Node, bytes: Uint8Array<ArrayBuffer>): Promise<string> => {
  const answer = await files.handle({
    type: 'add',
    name: 'x',
    folder: false,
    parts: [{ path: 'x', bytes }],
    limitBytes,
  });
  if (answer.type !== 'added') throw new Error(answer.type);
  return answer.facts.cid;
};

const keep = async ({ files }: Node, cid: string, size?: number) =>
  files.handle({ type: 'keep', why: 'chosen', facts: { cid, ...(size === undefined ? {} : { size }) }, limitBytes });

const stateOf = async ({ files }: Node, cid: string) => {
  const answer = await files.handle({ type: 'look', cids: [cid], limitBytes });
  if (answer.type !== 'looked') throw new Error(answer.type);
  return answer.files[0];
};

describe('between honest nodes', () => {
  test('a file goes over, is passed on when its maker has gone, and is read in pieces', async () => {
    const [a, b, c] = [await open(), await open(), await open()];
    await link(a, b);
    const bytes = vectorBytes(3_000_000);
    const cid = await add(a, bytes);
    await keep(b, cid, bytes.length);
    expect(await stateOf(b, cid)).toMatchObject({ state: 'here', have: bytes.length, pinned: true });
    await a.stop();
    await link(b, c);
    const read = await c.files.handle({ type: 'read', facts: { cid }, offset: 1_048_000, length: 2_000, limitBytes });
    if (read.type !== 'bytes') throw new Error(read.type);
    expect(toHex(read.bytes)).toBe(toHex(bytes.slice(1_048_000, 1_050_000)));
    expect(c.files.meter()).toMatchObject({ dropped: 0 });
    const [holder] = (await stateOf(c, cid))?.holders ?? [];
    expect(holder).toMatchObject({ peerId: b.host.peerId, connected: true });
  });

  test('a want waits for its holder, goes on where it was, and ends when it is cancelled', async () => {
    const [a, b] = [await open(), await open()];
    const cid = await add(a, vectorBytes(2_000_000));
    const keeping = keep(b, cid);
    await expect.poll(async () => (await stateOf(b, cid))?.state).toBe('waiting');
    const lost = keep(b, 'bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e');
    await b.files.handle({
      type: 'cancel',
      cid: 'bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e',
      limitBytes,
    });
    await expect(lost).rejects.toMatchObject({ type: 'file-cancelled' });
    await link(a, b);
    await keeping;
    expect(await stateOf(b, cid)).toMatchObject({ state: 'here' });
  });

  test('what is here stays here while it is read, and is of its kind however little of it is read', async () => {
    const a = await open();
    const cid = await add(a, Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, ...vectorBytes(1_000)));
    const reading = a.files.handle({ type: 'read', facts: { cid }, offset: 0, length: 1, limitBytes });
    expect(await stateOf(a, cid)).toMatchObject({ state: 'here' });
    expect(await reading).toMatchObject({ bytes: Uint8Array.of(0x89), mediaType: 'image/png' });
  });

  test('who helps keeps what the network has, below its limit', async () => {
    const [a, b] = [await open(), await open()];
    await link(a, b);
    const small = await add(a, vectorBytes(1_000));
    const large = await add(a, vectorBytes(1_500_000));
    const facts = [large, small].map((cid, i) => ({
      cid,
      name: 'x',
      mediaType: 'a/b',
      size: i === 0 ? 1_500_000 : 1_000,
    }));
    const helped = await b.files.handle({ type: 'help', files: facts, limitBytes: 1_000_000 });
    expect(helped).toEqual({ type: 'done', kept: 1 });
    expect(await stateOf(b, small)).toMatchObject({ state: 'here', why: 'policy', pinned: false });
    expect(b.files.meter().usedBytes).toBeLessThan(1_000_000);
    // What does not fit is given back, all that had come of it.
    const tooMuch = b.files.handle({ type: 'keep', why: 'chosen', facts: { cid: large }, limitBytes: 1_400_000 });
    await expect(tooMuch).rejects.toMatchObject({ type: 'file-too-large' });
    const other = await add(a, vectorBytes(1_399_900).reverse());
    const noRoom = b.files.handle({ type: 'keep', why: 'own', facts: { cid: other }, limitBytes: 1_400_000 });
    await expect(noRoom).rejects.toMatchObject({ type: 'quota-full' });
    expect(await stateOf(b, other)).toMatchObject({ state: 'elsewhere' });
    expect(b.files.meter().usedBytes).toBeLessThan(10_000);
    // A limit that is lowered later holds too: what was not chosen goes.
    const lowered = await b.files.handle({ type: 'look', cids: [], limitBytes: 500 });
    expect(lowered).toMatchObject({ usedBytes: 0 });
    expect(await stateOf(b, small)).toMatchObject({ state: 'elsewhere' });
  });

  test('what the disk has no room for is given back at once, and the chain has its 32 MiB', async () => {
    const room: Room = (disk) =>
      [...(disk.get('body')?.values() ?? [])].reduce((left, { length }) => left - length, 33_554_432 + 8_500_000);
    const [a, b] = [await open(), await open({ room })];
    await link(a, b);
    const [kept, seen, large] = [vectorBytes(2_500_000), vectorBytes(3_000_001), vectorBytes(24_000_000).reverse()];
    const [keptCid, seenCid, largeCid] = [await add(a, kept), await add(a, seen.reverse()), await add(a, large)];
    await keep(b, keptCid, kept.length);
    await b.files.handle({ type: 'read', facts: { cid: seenCid }, limitBytes });
    const full = { type: 'disk-full' };
    const before = b.files.meter().usedBytes;
    expect(before).toBeGreaterThan(5_500_000);
    await expect(keep(b, largeCid, large.length)).rejects.toMatchObject(full);
    // What was only looked at has made room first.
    const left = b.files.meter().usedBytes;
    expect(left).toBeGreaterThan(2_500_000);
    expect(left).toBeLessThan(2_501_000);
    expect(await stateOf(b, largeCid)).toMatchObject({ state: 'elsewhere', pinned: false });
    expect(await stateOf(b, seenCid)).toMatchObject({ state: 'elsewhere' });
    await expect(add(b, vectorBytes(9_000_000))).rejects.toMatchObject(full);
    expect(b.files.meter().usedBytes).toBe(left);
    expect(await stateOf(b, keptCid)).toMatchObject({ state: 'here', pinned: true });
    const verified = await b.files.handle({ type: 'verify', cid: keptCid, limitBytes });
    expect(verified).toEqual({ type: 'verified', blocks: 4, damaged: 0 });
    await keep(b, seenCid, seen.length);
    expect(await stateOf(b, seenCid)).toMatchObject({ state: 'here', pinned: true });
    // A policy does not fill it again and again.
    const help = () => {
      const files = [{ cid: largeCid, name: 'x', mediaType: 'a/b', size: large.length }];
      return b.files.handle({ type: 'help', files, limitBytes });
    };
    const served = [a.files.meter().servedBytes];
    for (let times = 0; times < 2; times++) {
      expect(await help()).toEqual({ type: 'done', kept: 0 });
      served.push(a.files.meter().servedBytes);
    }
    const [first = 0, second = 0] = served.map((bytes, at) => bytes - (served[at - 1] ?? 0)).slice(1);
    expect(first).toBeGreaterThan(4_000_000);
    // A block of the first time may have been on its way.
    expect(second).toBeLessThan(2_100_000);
  });

  test('what the disk has changed in a file that is kept comes again from who has it', async () => {
    const disk = createMemoryDisk();
    const [a, b] = [await open(), await open({ disk })];
    await link(a, b);
    const bytes = vectorBytes(2_500_000);
    const cid = await add(a, bytes);
    await keep(b, cid, bytes.length);
    const [damaged] = [...(disk.get('body') ?? [])].filter(([, block]) => block.length === 1_048_576);
    damaged?.[1].set([damaged[1][9] === 1 ? 2 : 1], 9);
    const verify = async () => b.files.handle({ type: 'verify', cid, limitBytes });
    expect(await verify()).toEqual({ type: 'verified', blocks: 3, damaged: 1 });
    await expect.poll(async () => (await stateOf(b, cid))?.state, { timeout: 10_000 }).toBe('here');
    expect(await verify()).toEqual({ type: 'verified', blocks: 4, damaged: 0 });
  });
});

test('who is linked to no holder finds the holder through a third', async () => {
  const [holder, third, teller] = [await open(), await open(), await open()];
  await link(holder, third);
  await link(teller, third);
  const bytes = vectorBytes(2_000_000);
  const cid = await add(holder, bytes);
  // What the exchange of peers tells of nodes that are not linked is what a host says of their addresses.
  const { addressesOf } = teller.host;
  await expect.poll(() => addressesOf(holder.host.peerId), { timeout: 8_000 }).toContain(addressOf(holder));
  // A full mesh links everybody; a bare node links whom it is told to.
  const libp2p = await createNodeLibp2p({ seed: new Uint8Array(32).fill(250), listen: [], transports: [], gater: {} });
  const files = await openFiles({
    ...{ libp2p, limitBytes, relays: () => [], onProgress: () => undefined, penalise: () => undefined, addressesOf },
    peers: () => [third.host.peerId],
    openStore: async () => openMemoryStore(createMemoryDisk()),
  });
  stops.push(() => files.stop().then(() => libp2p.stop()));
  await libp2p.dial(multiaddr(addressOf(third)));
  await files.handle({ type: 'keep', why: 'chosen', facts: { cid, size: bytes.length }, limitBytes });
  expect(files.meter()).toMatchObject({ dropped: 0, usedBytes: holder.files.meter().usedBytes });
  expect(third.files.meter()).toMatchObject({ servedBytes: 0, usedBytes: 0 });
  const looked = await files.handle({ type: 'look', cids: [cid], limitBytes });
  const holders = [{ peerId: holder.host.peerId, connected: true }];
  expect(looked).toMatchObject({ files: [{ state: 'here', holders }] });
});

/** A node that speaks Bitswap as the test likes, and is a peer like any other. */
const stranger = async (victim: Node, answer: (message: BitswapMessage) => Partial<BitswapMessage> | undefined) => {
  const host = await nextHost();
  stops.push(host.stop);
  const peer = peerIdFromString(victim.host.peerId);
  const send = async (message: Partial<BitswapMessage>): Promise<void> => {
    const stream = await host.libp2p.dialProtocol(peer, bitswapProtocol);
    const bytes = encodeBitswap({ wants: [], full: false, blocks: [], presences: [], ...message });
    if (!stream.send(bytes)) await stream.onDrain();
    await stream.close();
  };
  await host.libp2p.handle(bitswapProtocol, (stream) => {
    const reader = createMessageReader(
      () => 5_000_000,
      (body) => {
        const message = decodeBitswap(body);
        const reply = message.ok ? answer(message.value) : undefined;
        if (reply !== undefined) void send(reply).catch(() => undefined);
      },
    );
    stream.addEventListener('message', ({ data }) => void reader.push(data.subarray()));
  });
  await host.libp2p.dial(multiaddr(addressOf(victim)));
  await expect.poll(() => victim.host.snapshot().peers.length, { timeout: 8_000 }).toBeGreaterThan(0);
  return { host, send };
};

const pause = async (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/** Objects and buffers, after a collection of garbage. */
const heapAfterCollecting = (): number => {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

const prefix = Uint8Array.of(1, 0x55, 0x12, 32);

describe('what hostile peers get', () => {
  /** Says that it has what is wanted, and sends other bytes instead: so many blocks in all. */
  const liar = (count: number) => {
    let sent = 0;
    return ({ wants }: BitswapMessage): Partial<BitswapMessage> | undefined => {
      const asked = wants.filter(({ onlyHave, cancel }) => onlyHave && !cancel);
      if (asked.length > 0) return { presences: asked.map(({ cid }) => ({ cid, has: true })) };
      if (sent >= count || wants.every(({ cancel }) => cancel)) return undefined;
      const blocks = Array.from({ length: Math.min(bitswapLimits.blocksMax, count - sent) }, () => {
        sent += 1;
        return { prefix, data: Uint8Array.of(sent & 255, sent >> 8) };
      });
      return { blocks };
    };
  };

  const wantNothing = async (victim: Node, fill: number) => {
    const cid = CID.decode(makeCid(0x55, 0x12, new Uint8Array(32).fill(fill)).bytes).toString();
    const keeping = keep(victim, cid).catch((cause: unknown) => cause);
    return {
      end: async () => {
        await victim.files.handle({ type: 'cancel', cid, limitBytes });
        expect(await keeping).toMatchObject({ type: 'file-cancelled' });
      },
    };
  };

  test('wrong bytes are dropped, and their sender is refused', async () => {
    const victim = await open();
    const { host } = await stranger(victim, liar(3));
    const { end } = await wantNothing(victim, 9);
    await expect.poll(() => victim.penalties.length, { timeout: 8_000 }).toBe(3);
    expect(victim.penalties).toContain('sent other bytes than those of the content id');
    await expect.poll(() => victim.host.snapshot().peers.length, { timeout: 8_000 }).toBe(0);
    await expect(host.libp2p.dialProtocol(multiaddr(addressOf(victim)), bitswapProtocol)).rejects.toThrow();
    await end();
  });

  const everyOne = async (): Promise<void> => {
    const count = isNightly ? 1_000 : 64;
    const victim = await open({ refuses: false });
    const { send } = await stranger(victim, liar(1));
    const { end } = await wantNothing(victim, 8);
    await expect.poll(() => victim.files.meter().dropped, { timeout: 8_000 }).toBe(1);
    for (let i = 1; i < count; i++) await send({ blocks: [{ prefix, data: Uint8Array.of(i & 255, i >> 8, 1) }] });
    await expect.poll(() => victim.files.meter().dropped, { timeout: 20_000 }).toBe(count);
    expect(victim.penalties).toHaveLength(count);
    expect(victim.files.meter().usedBytes).toBe(0);
    await end();
  };
  // A stream for each of a thousand.
  const everyOneMsMax = isNightly ? 300_000 : undefined;
  test('wrong bytes are dropped, every one, where their sender could go on', everyOne, everyOneMsMax);

  const wantOf = (i: number) => {
    const digest = new Uint8Array(32);
    new DataView(digest.buffer).setUint32(0, i);
    return { cid: concatBytes(prefix, digest), cancel: false, onlyHave: false, sendDontHave: false };
  };
  const wantsAtOnce = 1_000;
  const wantsFrom = (from: number) => Array.from({ length: wantsAtOnce }, (_, i) => wantOf(from + i));

  test(
    'a want-list of a million keeps 1,024, and its sender is served like any other',
    async () => {
      const count = isNightly ? 1_000_000 : 10_000;
      const victim = await open();
      const bytes = vectorBytes(1_000);
      const cid = CID.parse(await add(victim, bytes)).bytes;
      const came: Uint8Array[] = [];
      const { host, send } = await stranger(victim, ({ blocks }) => void came.push(...blocks.map(({ data }) => data)));
      // As much as the victim takes of anybody, and no more: half of it at once, because the way there takes time.
      const pace = { ...smallLimits, capacity: smallLimits.capacity / 2 };
      const bucket = createTokenBucket(pace, Date.now());
      const before = heapAfterCollecting();
      let grown = 0;
      for (let from = 0; from < count; from += wantsAtOnce) {
        const wants = wantsFrom(from);
        const { length } = encodeBitswap({ wants, full: false, blocks: [], presences: [] });
        while (!bucket.take(length, Date.now())) await pause(bucket.waitMs(length, Date.now()));
        await send({ wants });
        if (from % 100_000 === 0) grown = Math.max(grown, heapAfterCollecting() - before);
      }
      await expect.poll(() => victim.files.wantsOf(host.peerId)).toBe(bitswapLimits.wantsMax);
      grown = Math.max(grown, heapAfterCollecting() - before);
      expect(grown / 1e6).toBeLessThan(32);
      expect(victim.penalties).toEqual([]);
      await send({ wants: [{ ...wantOf(0), cid }], full: true });
      await expect.poll(() => came.map(toHex), { timeout: 8_000 }).toEqual([toHex(bytes)]);
      expect(victim.files.wantsOf(host.peerId)).toBe(0);
    },
    isNightly ? 600_000 : undefined,
  );

  test('who wants more in a second than anybody can is refused, and so is a message too long', async () => {
    const victim = await open();
    const hasty = await stranger(victim, () => undefined);
    // The rest of them finds the way closed. In one stream: opening another for each takes a busy machine a second.
    const flood = async (): Promise<void> => {
      const stream = await hasty.host.libp2p.dialProtocol(peerIdFromString(victim.host.peerId), bitswapProtocol);
      const bytes = encodeBitswap({ wants: wantsFrom(0), full: false, blocks: [], presences: [] });
      for (let i = 0; i < 60; i++) if (!stream.send(bytes)) await stream.onDrain();
    };
    await flood().catch(() => undefined);
    await expect.poll(() => victim.penalties, { timeout: 8_000 }).toEqual(['wants more than anybody can']);
    await expect.poll(() => victim.host.snapshot().peers.length, { timeout: 8_000 }).toBe(0);
    const wordy = await stranger(victim, () => undefined);
    await wordy.send({ blocks: [{ prefix, data: new Uint8Array(100_000) }] }).catch(() => undefined);
    await expect.poll(() => victim.penalties, { timeout: 8_000 }).toContain('bitswap: message-too-long');
    await expect.poll(() => victim.host.snapshot().peers.length, { timeout: 8_000 }).toBe(0);
  });

  test('bombs stop at their budget: 100,000 levels, and 10 GB claimed', async () => {
    const victim = await open();
    let served = 0;
    const blocks = new Map<string, Uint8Array<ArrayBuffer>>();
    const keyOf = (cid: Uint8Array): string => toHex(cid.slice(-32));
    const put = async (data: Uint8Array<ArrayBuffer>): Promise<CID> => {
      const cid = CID.create(1, 0x70, await hasher.digest(data));
      blocks.set(keyOf(cid.bytes), data);
      return cid;
    };
    /** UnixFS: a file of `size` bytes whose one child has them all. */
    const fileData = (size: number): Uint8Array => {
      const varint: number[] = [];
      for (let rest = size; ; rest = Math.floor(rest / 128)) {
        varint.push(rest >= 128 ? (rest % 128) + 128 : rest);
        if (rest < 128) break;
      }
      return Uint8Array.of(8, 2, 24, ...varint, 32, ...varint);
    };
    const chain = async (levels: number, size: number): Promise<CID> => {
      let cid = await put(new Uint8Array(encodeDagPb({ Data: Uint8Array.of(8, 2, 18, 1, 7, 24, 1), Links: [] })));
      for (let i = 0; i < levels; i++) {
        const node = encodeDagPb({ Data: fileData(size), Links: [{ Name: '', Hash: cid, Tsize: i }] });
        cid = await put(new Uint8Array(node));
      }
      return cid;
    };
    await stranger(victim, ({ wants }) => {
      const here = wants.filter(({ cid, cancel }) => !cancel && blocks.has(keyOf(cid)));
      served += here.filter(({ onlyHave }) => !onlyHave).length;
      return {
        presences: here.filter(({ onlyHave }) => onlyHave).map(({ cid }) => ({ cid, has: true })),
        blocks: here
          .filter(({ onlyHave }) => !onlyHave)
          .map(({ cid }) => ({ prefix: cid.slice(0, 4), data: blocks.get(keyOf(cid)) ?? new Uint8Array(0) })),
      };
    });
    const deep = await chain(isNightly ? 100_000 : 2_000, 1);
    await expect(keep(victim, deep.toString(), 1)).rejects.toMatchObject({ type: 'content-refused' });
    expect(served).toBeLessThan(30);
    const read = victim.files.handle({ type: 'read', facts: { cid: deep.toString() }, limitBytes });
    await expect(read).rejects.toMatchObject({ type: 'content-refused' });
    expect(served).toBeLessThan(60);
    const huge = await chain(1, 10_000_000_000);
    await expect(keep(victim, huge.toString(), 1)).rejects.toMatchObject({ type: 'content-refused' });
    await expect(keep(victim, huge.toString(), 10_000_000_000)).rejects.toMatchObject({ type: 'file-too-large' });
    expect(served).toBeLessThan(65);
  });
});
