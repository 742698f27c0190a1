// Questions for holders among real nodes on loopback that stay linked as the test has it: how far they go, how many there
// are of them in a mesh, and what one that floods them costs the others.

import { afterEach, expect, test } from 'vitest';
import { concatBytes } from '../core/bytes/index.ts';
import { makeCid, parseCid } from '../core/model/index.ts';
import { createMemoryDisk, openMemoryStore } from '../core/node/index.ts';
import { createNodeLibp2p } from '../p2p/index.ts';
import { vectorBytes } from '../testing/index.ts';
import { askPeer, holdersProtocol } from './holder-question.ts';
import { openFiles } from './open-files.ts';

const limitBytes = 10_000_000;
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

let nodesMade = 0;
/** addresses of all nodes, as where the exchange of peers has told them */
const addresses = new Map<string, readonly string[]>();

const open = async () => {
  const seed = new Uint8Array(32).fill((nodesMade += 1));
  const listen = ['/ip4/127.0.0.1/tcp/0/ws'];
  const libp2p = await createNodeLibp2p({ seed, listen, transports: [], gater: {} });
  const peerId = libp2p.peerId.toString();
  addresses.set(
    peerId,
    libp2p.getMultiaddrs().map((address) => address.toString()),
  );
  const links = new Set<string>();
  const asked: string[] = [];
  libp2p.addEventListener('connection:open', ({ detail }) => {
    const newStream = detail.newStream.bind(detail);
    const counted: typeof newStream = async (...args) => {
      const stream = await newStream(...args);
      if (stream.protocol === holdersProtocol) asked.push(detail.remotePeer.toString());
      return stream;
    };
    Object.assign(detail, { newStream: counted });
  });
  const files = await openFiles({
    ...{ libp2p, limitBytes, relays: () => [], onProgress: () => undefined, penalise: () => undefined },
    peers: () => [...links],
    addressesOf: (peer) => addresses.get(peer) ?? [],
    openStore: async () => openMemoryStore(createMemoryDisk()),
  });
  stops.push(() => files.stop().then(() => libp2p.stop()));
  return { libp2p, peerId, links, asked, files };
};
type Node = Awaited<ReturnType<typeof open>>;

const openAll = async (count: number) => Promise.all(Array.from({ length: count }, open));

const link = async (a: Node | undefined, b: Node | undefined): Promise<void> => {
  if (a === undefined || b === undefined) throw new Error('no such node');
  await a.libp2p.dial(b.libp2p.getMultiaddrs());
  a.links.add(b.peerId);
  b.links.add(a.peerId);
};

const add = async ({ files }: Node, bytes = vectorBytes(1_000)): Promise<string> => {
  const parts = [{ path: 'x', bytes }];
  const added = await files.handle({ type: 'add', name: 'x', folder: false, parts, limitBytes });
  if (added.type !== 'added') throw new Error(added.type);
  return added.facts.cid;
};

const keep = async ({ files }: Node, cid: string) =>
  files.handle({ type: 'keep', why: 'chosen', facts: { cid }, limitBytes });

test('a holder three links away is found at once', async () => {
  const [wanting, near, far, holder] = await openAll(4);
  await Promise.all([link(wanting, near), link(near, far), link(far, holder)]);
  if (wanting === undefined || holder === undefined) throw new Error('four were opened');
  const cid = await add(holder);
  const from = performance.now();
  await keep(wanting, cid);
  // Before it is looked for again.
  expect(performance.now() - from).toBeLessThan(9_000);
  expect(wanting.libp2p.getPeers().map(String)).toContain(holder.peerId);
});

const cidOf = (number: number): Uint8Array => {
  const digest = new Uint8Array(32);
  new DataView(digest.buffer).setUint32(0, number);
  return makeCid(0x55, 0x12, digest).bytes;
};

const everyPair = (nodes: readonly Node[]) => nodes.flatMap((a, at) => nodes.slice(at + 1).map((b) => [a, b] as const));

test('in a mesh a question is put once over a link for each number of hops, and the same one again costs nothing', async () => {
  const [wanting, ...mesh] = await openAll(7);
  const [first, second] = mesh;
  if (wanting === undefined || first === undefined || second === undefined) throw new Error('seven were opened');
  await Promise.all(everyPair(mesh).map(([a, b]) => link(a, b)));
  await Promise.all([link(wanting, first), link(wanting, second)]);
  const total = (): number => mesh.reduce((sum, { asked }) => sum + asked.length, 0);
  const ask = async (of: Node, hops: number) => askPeer(wanting.libp2p, of.peerId, { cid: cidOf(1), hops });
  expect(await Promise.all([ask(first, 2), ask(second, 2)])).toEqual([[], []]);
  const onLinks = mesh.flatMap(({ asked, peerId }) => asked.map((other) => `${peerId} ${other}`));
  const most = Math.max(...onLinks.map((one) => onLinks.filter((other) => other === one).length));
  // With one hop and with none.
  expect(most).toBeLessThanOrEqual(2);
  // Two pass it on to all but the wanting node, and each of the six once more: 10 and 30, and less where who asked is left out.
  expect(total()).toBeLessThanOrEqual(40);
  const before = total();
  expect(await Promise.all([ask(first, 2), ask(second, 2), ask(first, 1), ask(first, 200)])).toEqual([[], [], [], []]);
  expect(total()).toBe(before);
});

test('more hops than there may be count as two', async () => {
  const nodes = await openAll(5);
  const [wanting, first, , far, holder] = nodes;
  if (wanting === undefined || first === undefined || far === undefined || holder === undefined)
    throw new Error('five');
  for (const [at, node] of nodes.slice(1).entries()) await link(nodes[at], node);
  const held = parseCid(await add(holder));
  const heldNearer = parseCid(await add(far, vectorBytes(2_000)));
  if (!held.ok || !heldNearer.ok) throw new Error('a content id of ours');
  const ask = async (cid: Uint8Array) => askPeer(wanting.libp2p, first.peerId, { cid, hops: 255 });
  expect(await ask(held.value.bytes)).toEqual([]);
  expect(await ask(heldNearer.value.bytes)).toEqual([far.peerId]);
});

test('who floods questions is answered a few, passed on fewer, and takes them from nobody else', async () => {
  const [hostile, wanting, near, far, holder] = await openAll(5);
  if (hostile === undefined || wanting === undefined || near === undefined) throw new Error('five were opened');
  if (far === undefined || holder === undefined) throw new Error('five were opened');
  await Promise.all([link(hostile, near), link(wanting, near), link(near, far), link(far, holder)]);
  const cid = await add(holder);
  const from = performance.now();
  const flood = Array.from({ length: 400 }, (_, i) =>
    askPeer(hostile.libp2p, near.peerId, { cid: cidOf(i), hops: 2 }).then(
      () => 1,
      () => 0,
    ),
  );
  const answered = (await Promise.all<number>(flood)).reduce((sum, one) => sum + one, 0);
  const seconds = (performance.now() - from) / 1_000;
  expect(answered).toBeGreaterThan(0);
  expect(answered).toBeLessThanOrEqual(32 + 3 * seconds);
  // To each of its two other peers; each goes two links.
  expect(near.asked.filter((peer) => peer === far.peerId).length).toBeLessThanOrEqual(6 + seconds / 2);
  expect(far.asked.length).toBeLessThanOrEqual(6 + seconds / 2);
  const fromKeep = performance.now();
  await keep(wanting, cid);
  expect(wanting.libp2p.getPeers().map(String)).toContain(holder.peerId);
  // Before it is looked for again.
  expect(performance.now() - fromKeep).toBeLessThan(9_000);
});

test('a question that is none gets no answer, or an empty one, and nothing is passed on', async () => {
  const [hostile, near, far] = await openAll(3);
  if (hostile === undefined || near === undefined) throw new Error('three were opened');
  await Promise.all([link(hostile, near), link(near, far)]);
  const cids = [new Uint8Array(0), new Uint8Array(36).fill(255), concatBytes(cidOf(1), Uint8Array.of(0))];
  for (const cid of cids) expect(await askPeer(hostile.libp2p, near.peerId, { cid, hops: 2 })).toEqual([]);
  await expect(askPeer(hostile.libp2p, near.peerId, { cid: new Uint8Array(200), hops: 2 })).rejects.toThrow();
  expect(near.asked).toEqual([]);
});
