// The figure `find-holder`: ms from a newcomer's wish for a file that one node of sixty holds to its link with that node, by
// what the product does (Bitswap to the peers, `/tabchain/holders/1`), beside a private DHT (@libp2p/kad-dht, a protocol of its
// own, all nodes servers) in the same network: medians. Its parts are the same among thirty, how many questions were sent, how
// many for what nobody holds, how many strangers the newcomer had to dial, and what the DHT costs where nobody looks. On loopback a dial takes a few
// ms; between tabs it is a WebRTC handshake through somebody. Decision 0020 tells what came of it.
// Bounds: 60 nodes in this process, 8 links each; 10 files a size, fewer where 3 minutes are over; 20 s for each step.

import { once } from 'node:events';
import { noise } from '@chainsafe/libp2p-noise';
import { yamux } from '@chainsafe/libp2p-yamux';
import { generateKeyPairFromSeed } from '@libp2p/crypto/keys';
import { identify } from '@libp2p/identify';
import type { Connection, Libp2p } from '@libp2p/interface';
import { kadDHT, passthroughMapper } from '@libp2p/kad-dht';
import { ping } from '@libp2p/ping';
import { createLibp2p } from 'libp2p';
import { CID } from 'multiformats/cid';
import { createMemoryDisk, openMemoryStore } from '../shared/core/node/index.ts';
import { type Files, openFiles } from '../shared/files/index.ts';
import { webSocketTransport } from '../shared/p2p/index.ts';
import { figure, median, withParts } from './measure.ts';
import type { BenchFigure } from './measure.ts';

const sizes = [30, 60] as const;
const linksPerNode = 8;
const dialTries = 5;
const filesPerSize = 10;
const foundMsMax = 20_000;
/** of one size; a DHT on a busy machine may take its 20 s at every step */
const roundsMsMax = 180_000;
const settleMs = 5_000;
const idleMs = 20_000;
const limitBytes = 100_000_000;
/** All answers to one look have come, and it has not looked again. */
const lookMs = 9_000;
const holdersProtocol = '/tabchain/holders/1';
const kadProtocol = '/tabchain/bench/kad/1';

interface Node {
  readonly libp2p: Libp2p;
  readonly files: Files;
  readonly links: Set<string>;
  /** messages sent on streams that it opened, by protocol */
  readonly sent: Map<string, number>;
  readonly stop: () => Promise<void>;
}

/** Until the wish was fulfilled; what did not come in time counts with all of it. */
interface Found {
  readonly ms: number;
  readonly questions: number;
  readonly dials: number;
  readonly isFound: boolean;
}

/** Xorshift: the same network in each run. */
const numbers = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
};

/** Counts what goes out on the streams of a connection. */
const countOn = (connection: Connection, sent: Map<string, number>): void => {
  const open = connection.newStream.bind(connection);
  const newStream: Connection['newStream'] = async (...args) => {
    const stream = await open(...args);
    const send = stream.send.bind(stream);
    stream.send = (data) => {
      sent.set(stream.protocol, (sent.get(stream.protocol) ?? 0) + 1);
      return send(data);
    };
    return stream;
  };
  Object.assign(connection, { newStream });
};

let nodesMade = 0;

/** `hasDht`: whoever has it looks around with it at once, and may meet the holder before it is looked for. */
const openNode = async (addresses: Map<string, readonly string[]>, hasDht = true): Promise<Node> => {
  const seed = new Uint8Array(32);
  new DataView(seed.buffer).setUint32(0, (nodesMade += 1));
  const libp2p = await createLibp2p({
    privateKey: await generateKeyPairFromSeed('Ed25519', seed),
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0/ws'] },
    transports: [webSocketTransport()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    connectionMonitor: { enabled: false },
    connectionManager: {
      maxConnections: 500,
      inboundConnectionThreshold: 500,
      maxIncomingPendingConnections: 500,
      inboundUpgradeTimeout: 30_000,
      addressDialTimeout: 30_000,
      dialTimeout: 30_000,
    },
    services: {
      identify: identify(),
      ping: ping(),
      ...(hasDht
        ? { dht: kadDHT({ protocol: kadProtocol, clientMode: false, peerInfoMapper: passthroughMapper }) }
        : {}),
    },
  });
  const [sent, links] = [new Map<string, number>(), new Set<string>()];
  libp2p.addEventListener('connection:open', ({ detail }) => countOn(detail, sent));
  const told = libp2p.getMultiaddrs().map((address) => address.toString());
  addresses.set(libp2p.peerId.toString(), told);
  const files = await openFiles({
    ...{ libp2p, limitBytes, relays: () => [], onProgress: () => undefined, penalise: () => undefined },
    peers: () => [...links],
    // As where the exchange of peers has told them; a DHT hands them out with its answers.
    addressesOf: (peer) => addresses.get(peer) ?? [],
    openStore: async () => openMemoryStore(createMemoryDisk()),
  });
  const stop = async (): Promise<void> => {
    await files.stop();
    await libp2p.stop();
  };
  return { libp2p, files, links, sent, stop };
};

const link = async (a: Node, b: Node): Promise<void> => {
  // Sixty nodes share this thread: a handshake may take too long while they all begin.
  for (let tries = 1; ; tries++) {
    try {
      await a.libp2p.dial(b.libp2p.getMultiaddrs());
      break;
    } catch (cause) {
      if (tries === dialTries) throw cause;
    }
  }
  a.links.add(b.libp2p.peerId.toString());
  b.links.add(a.libp2p.peerId.toString());
};

const pause = async (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));
/** Ends with the step, or without it: a query of the DHT may outlast its signal. */
const within = async (step: Promise<unknown>): Promise<void> => {
  const ended = new AbortController();
  const deadline = AbortSignal.any([ended.signal, AbortSignal.timeout(foundMsMax)]);
  const late = new Promise<void>((resolve) => deadline.addEventListener('abort', () => resolve()));
  await Promise.race([step.catch(() => undefined), late]);
  ended.abort();
};

const sum = (nodes: readonly Node[], protocol: string): number =>
  nodes.reduce((total, { sent }) => total + (sent.get(protocol) ?? 0), 0);

interface Joining {
  readonly addresses: Map<string, readonly string[]>;
  readonly random: (below: number) => number;
  readonly hasDht: boolean;
}

/** A newcomer with links to some, the holder not among them, and with those in its table. */
const join = async (
  nodes: readonly Node[],
  holder: Node | undefined,
  { addresses, random, hasDht }: Joining,
): Promise<Node> => {
  const newcomer = await openNode(addresses, hasDht);
  const others = nodes.filter((node) => node !== holder);
  while (newcomer.links.size < linksPerNode) {
    const other = others[random(others.length)];
    if (other !== undefined) await link(newcomer, other);
  }
  await pause(1_000);
  // Its table may have brought it there.
  if (holder !== undefined) await newcomer.libp2p.hangUp(holder.libp2p.peerId);
  return newcomer;
};

/** Does something and waits until the newcomer is linked with the holder. */
const timed = async (
  newcomer: Node,
  holder: Node,
  { look, questions }: { readonly look: (signal: AbortSignal) => Promise<unknown>; readonly questions: () => number },
): Promise<Found> => {
  const target = holder.libp2p.peerId.toString();
  const before = questions();
  let dials = 0;
  newcomer.libp2p.addEventListener('connection:open', ({ detail }) => {
    if (detail.direction === 'outbound') dials += 1;
  });
  const ended = new AbortController();
  const deadline = AbortSignal.timeout(foundMsMax);
  const isLinked = (async (): Promise<boolean> => {
    while (!deadline.aborted) {
      if (newcomer.libp2p.getPeers().some((peer) => peer.toString() === target)) return true;
      await Promise.race([once(newcomer.libp2p, 'connection:open', { signal: deadline }), pause(50)]).catch(
        () => undefined,
      );
    }
    return false;
  })();
  const from = performance.now();
  const looking = look(ended.signal).catch(() => undefined);
  const isFound = await isLinked;
  const ms = performance.now() - from;
  const found = { ms, isFound, questions: questions() - before, dials };
  ended.abort();
  await within(looking);
  return found;
};

const byHints = async (newcomer: Node, holder: Node, nodes: readonly Node[], cid: string): Promise<Found> =>
  timed(newcomer, holder, {
    questions: () => sum([...nodes, newcomer], holdersProtocol) + sum([newcomer], '/ipfs/bitswap/1.2.0'),
    look: async (signal) => {
      signal.addEventListener('abort', () => void newcomer.files.handle({ type: 'cancel', cid, limitBytes }));
      await newcomer.files.handle({ type: 'keep', why: 'chosen', facts: { cid }, limitBytes });
    },
  });

/** Questions of all nodes in one look for what nobody holds: the most that a look costs. */
const questionsInVain = async (nodes: readonly Node[], joining: Joining): Promise<number> => {
  const newcomer = await join(nodes, undefined, joining);
  const asked = (): number => sum([...nodes, newcomer], holdersProtocol);
  const before = asked();
  const cid = 'bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e';
  const keeping = newcomer.files.handle({ type: 'keep', why: 'chosen', facts: { cid }, limitBytes });
  keeping.catch(() => undefined);
  await pause(lookMs);
  const questions = asked() - before;
  await newcomer.files.handle({ type: 'cancel', cid, limitBytes });
  for (const node of nodes) node.links.delete(newcomer.libp2p.peerId.toString());
  await within(newcomer.stop());
  return questions;
};

const byDht = async (newcomer: Node, holder: Node, cid: string): Promise<Found> =>
  timed(newcomer, holder, {
    questions: () => sum([newcomer], kadProtocol),
    look: async (signal) => {
      for await (const provider of newcomer.libp2p.contentRouting.findProviders(CID.parse(cid), { signal })) {
        await newcomer.libp2p.dial(provider.multiaddrs, { signal }).catch(() => undefined);
      }
    },
  });

interface Rounds {
  readonly hints: Found[];
  readonly dht: Found[];
  readonly provides: number[];
  /** messages a node and minute where nobody looks for anything */
  readonly idle: number;
  readonly inVain: number;
}

const measure = async (size: number): Promise<Rounds> => {
  await using opened = new AsyncDisposableStack();
  const [addresses, random] = [new Map<string, readonly string[]>(), numbers(size)];
  const nodes: Node[] = [];
  for (let i = 0; i < size; i++) nodes.push(opened.adopt(await openNode(addresses), (node) => within(node.stop())));
  for (const [i, node] of nodes.entries()) {
    // Each makes half of its links, so that all have eight or so; the first ones to whoever there is.
    for (let tries = 0; node.links.size < linksPerNode && tries < 3 * linksPerNode; tries++) {
      const other = nodes[random(size)];
      if (other !== undefined && other !== node && other.links.size < linksPerNode + 2) await link(node, other);
    }
    if (node.links.size === 0) throw new Error(`node ${i} has no link`);
  }
  await pause(settleMs);
  const before = sum(nodes, kadProtocol);
  await pause(idleMs);
  const idle = ((sum(nodes, kadProtocol) - before) / size) * (60_000 / idleMs);
  const inVain = await questionsInVain(nodes, { addresses, random, hasDht: false });
  const rounds: Rounds = { hints: [], dht: [], provides: [], idle, inVain };
  const until = performance.now() + roundsMsMax;
  for (let round = 0; round < filesPerSize && performance.now() < until; round++) {
    const holder = nodes[random(size)] ?? nodes[0];
    if (holder === undefined) throw new Error('no nodes');
    const bytes = new Uint8Array(1_000).fill(round + 1);
    const parts = [{ path: 'x', bytes }];
    const added = await holder.files.handle({ type: 'add', name: 'x', folder: false, parts, limitBytes });
    if (added.type !== 'added') throw new Error(added.type);
    const { cid } = added.facts;
    const sentBefore = sum([holder], kadProtocol);
    await within(holder.libp2p.contentRouting.provide(CID.parse(cid)));
    rounds.provides.push(sum([holder], kadProtocol) - sentBefore);
    for (const way of ['hints', 'dht'] as const) {
      const newcomer = await join(nodes, holder, { addresses, random, hasDht: way === 'dht' });
      const found = way === 'hints' ? await byHints(newcomer, holder, nodes, cid) : await byDht(newcomer, holder, cid);
      rounds[way].push(found);
      for (const node of nodes) node.links.delete(newcomer.libp2p.peerId.toString());
      await within(newcomer.stop());
    }
  }
  return rounds;
};

const of = (all: readonly Found[], what: 'ms' | 'questions' | 'dials'): number => median(all.map((one) => one[what]));

export const run = async (): Promise<BenchFigure> => {
  const parts: Record<string, number> = {};
  let [value, baseline] = [0, 0];
  for (const size of sizes) {
    const { hints, dht, provides, idle, inVain } = await measure(size);
    if (size === 60) [value, baseline] = [of(hints, 'ms'), of(dht, 'ms')];
    for (const [way, all] of [
      ['hints', hints],
      ['DHT', dht],
    ] as const) {
      const name = `among ${size}, ${way}`;
      parts[`${name}: ms`] = of(all, 'ms');
      parts[`${name}: slowest ms`] = Math.max(...all.map(({ ms }) => ms));
      parts[`${name}: found of ${all.length}`] = all.filter(({ isFound }) => isFound).length;
      parts[`${name}: questions`] = of(all, 'questions');
      parts[`${name}: dials`] = of(all, 'dials');
    }
    parts[`among ${size}, hints: most questions`] = Math.max(...hints.map(({ questions }) => questions));
    parts[`among ${size}, hints: questions of a look for what nobody holds`] = inVain;
    parts[`among ${size}, DHT: messages to say that one holds it`] = median(provides);
    parts[`among ${size}, DHT: messages a node and minute while idle`] = idle;
  }
  return withParts(figure('find-holder', 'node', 'ms', value, baseline), parts);
};
