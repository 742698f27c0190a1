// The other end of crowded-tab.ts, a process of its own as peers are: lean peers that follow, on real WebSockets and WebRTC,
// and a terminal node of the product that makes blocks. Each lean peer is linked with the measured tab alone, so that all
// that they hear is the tab's to tell. The process gives way to the tab (`nice`): peers of people are other machines.
// Speaks with whoever started it by messages, one answer each.
// Bounds: the nodes and the folder of its first message; it ends when it is disconnected.

import { setPriority } from 'node:os';
import { join } from 'node:path';
import { parseChainSpec } from '../shared/core/model/index.ts';
import { peerIdOfSeed } from '../shared/p2p/index.ts';
import { createNode } from '../terminal-node/library.ts';
import type { LibraryNode } from '../terminal-node/library.ts';
import { startLeanPeer } from './lean-peer.ts';
import type { LeanPeer } from './lean-peer.ts';

export type CrowdOrder =
  /** opens the producer, which listens, lean peers that listen too, and lean peers that are to dial */
  | {
      readonly type: 'open';
      readonly folder: string;
      readonly spec: Readonly<Record<string, unknown>>;
      readonly listening: number;
      readonly dialling: number;
    }
  /** dials there from every peer that is to dial and is not linked with `peerId` */
  | { readonly type: 'dial'; readonly address: string; readonly peerId: string }
  /** makes blocks, as many as the network allows: it is an easy one */
  | { readonly type: 'produce' }
  | { readonly type: 'heights' };

export type CrowdAnswer =
  | { readonly type: 'open'; readonly addresses: readonly string[] }
  /** how many of those that are to dial were not linked before these dials */
  | { readonly type: 'dialled'; readonly missing: number }
  | { readonly type: 'producing' }
  /** the producer's is the first */
  | { readonly type: 'heights'; readonly heights: readonly number[] }
  | { readonly type: 'failed'; readonly reason: string };

const niceness = 5;
/** Each is a handful of messages through the relay, and a handshake of DTLS. */
const dialsAtOnce = 4;
let producer: LibraryNode | undefined;
const listening: LeanPeer[] = [];
const dialling: LeanPeer[] = [];

setPriority(niceness);
process.on('message', (order: CrowdOrder) => {
  perform(order).then(
    (answer) => process.send?.(answer),
    (cause: unknown) => process.send?.({ type: 'failed', reason: String(cause) } satisfies CrowdAnswer),
  );
});
process.on('disconnect', () => {
  const stopping = [...listening, ...dialling].map((peer) => peer.stop());
  void Promise.allSettled([producer?.stop() ?? Promise.resolve(), ...stopping]).then(() => process.exit());
});

async function perform(order: CrowdOrder): Promise<CrowdAnswer> {
  switch (order.type) {
    case 'open':
      return { type: 'open', addresses: await open(order) };
    case 'dial':
      return { type: 'dialled', missing: await dial(order) };
    case 'produce':
      await producer?.request({ method: 'production_start', params: { intensity: 0.1 } });
      return { type: 'producing' };
    case 'heights': {
      const status = await producer?.request({ method: 'node_status' });
      return {
        type: 'heights',
        heights: [status?.height ?? 0, ...[...listening, ...dialling].map((one) => one.height())],
      };
    }
  }
}

/** Where those that listen can be dialled, the producer first. */
async function open(plan: Extract<CrowdOrder, { readonly type: 'open' }>): Promise<readonly string[]> {
  const parsed = parseChainSpec(plan.spec);
  if (!parsed.ok) throw new Error(`the spec is wrong: ${parsed.error.path} must be ${parsed.error.expected}`);
  const seeds = Array.from({ length: plan.listening + plan.dialling }, (_, i) => new Uint8Array(32).fill(i + 1));
  const ids = await Promise.all(seeds.map(peerIdOfSeed));
  producer = await createNode({ data: join(plan.folder, 'producer'), spec: plan.spec });
  for (const [index, seed] of seeds.entries()) {
    const listens = index < plan.listening;
    const listen = listens ? ['/ip4/127.0.0.1/tcp/0/ws'] : [];
    const avoids = ids.filter((_, other) => other !== index);
    (listens ? listening : dialling).push(await startLeanPeer({ spec: parsed.value, seed, listen, avoids }));
  }
  const [own] = await producer.request({ method: 'net_addresses' });
  return [own ?? '', ...listening.map(({ host }) => String(host.libp2p.getMultiaddrs()[0]))];
}

/** A dial that fails is made again with the next order. Says how many were missing. */
async function dial({ address, peerId }: Extract<CrowdOrder, { readonly type: 'dial' }>): Promise<number> {
  const missing = dialling.filter(({ host }) => host.snapshot().peers.every((peer) => peer.peerId !== peerId));
  for (let first = 0; first < missing.length; first += dialsAtOnce) {
    await Promise.all(missing.slice(first, first + dialsAtOnce).map(({ host }) => host.dial(address)));
  }
  return missing.length;
}
