// The page that two-hops.browser.test.ts opens: the hosts of two tabs and a bare node with the transports of a tab, each with
// files in memory, all in one page. The bare node is linked to the second tab alone, and hears of the first from it.

import { webRTC } from '@libp2p/webrtc';
import { multiaddr } from '@multiformats/multiaddr';
import { openTabHost } from '../../browser-node/tab-host.ts';
import { createMemoryDisk, openMemoryStore } from '../../shared/core/node/index.ts';
import { type Files, openFiles } from '../../shared/files/index.ts';
import { createNodeLibp2p, type Host } from '../../shared/p2p/index.ts';

const limitBytes = 100_000_000;
const linkMsMax = 30_000;

export interface TwoHops {
  /** Who holds it in the eyes of who fetched it, and bytes that the one between has served. */
  readonly fetched: (
    relay: string,
    bytes: number,
  ) => Promise<{ readonly holders: readonly string[]; readonly holder: string; readonly servedBetween: number }>;
}

declare global {
  interface Window {
    readonly twoHops: TwoHops;
  }
}

type Parts = Omit<Parameters<typeof openFiles>[0], 'limitBytes' | 'onProgress' | 'openStore' | 'penalise' | 'relays'>;

const filesOf = (parts: Parts): Promise<Files> =>
  openFiles({
    ...{ ...parts, limitBytes, relays: () => [], onProgress: () => undefined, penalise: () => undefined },
    openStore: async () => openMemoryStore(createMemoryDisk()),
  });

const tab = async (seed: number, relay: string): Promise<{ readonly host: Host; readonly files: Files }> => {
  const host = await openTabHost({
    ...{ seed: new Uint8Array(32).fill(seed), chainId: 'fc'.repeat(32), agent: 'test', relays: [relay], stun: [] },
  });
  const peers = () => host.snapshot().peers.map(({ peerId }) => peerId);
  return { host, files: await filesOf({ libp2p: host.libp2p, peers, addressesOf: host.addressesOf }) };
};

const linked = async (from: Host, to: Host): Promise<void> => {
  const isLinked = (): boolean =>
    from.snapshot().peers.some(({ peerId, path }) => peerId === to.peerId && path === 'direct');
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the tabs are not linked')), linkMsMax);
    const look = (): void => {
      if (!isLinked()) return;
      clearTimeout(late);
      resolve();
    };
    from.subscribe(look);
    look();
  });
};

const fetched: TwoHops['fetched'] = async (relay, bytes) => {
  const [holder, between] = [await tab(1, relay), await tab(2, relay)];
  await linked(between.host, holder.host);
  const parts = [{ path: 'x', bytes: new Uint8Array(bytes).map((_, i) => i % 251) }];
  const added = await holder.files.handle({ type: 'add', name: 'x', folder: false, parts, limitBytes });
  if (added.type !== 'added') throw new Error(added.type);
  const { cid } = added.facts;

  // libp2p of itself dials nothing on this machine from a page.
  const gater = { denyDialMultiaddr: () => false };
  const bare = { seed: new Uint8Array(32).fill(3), listen: [], transports: [webRTC()], gater };
  const libp2p = await createNodeLibp2p(bare);
  const way = `${relay}/p2p-circuit/webrtc/p2p/${between.host.peerId}`;
  await libp2p.dial(multiaddr(way), { signal: AbortSignal.timeout(linkMsMax) });
  // As a host does: the circuit was for the signalling alone.
  await Promise.all(libp2p.getConnections().map(async (one) => (one.limits === undefined ? undefined : one.close())));
  const files = await filesOf({ libp2p, peers: () => [between.host.peerId], addressesOf: () => [] });
  await files.handle({ type: 'keep', why: 'chosen', facts: { cid, size: bytes }, limitBytes });
  const looked = await files.handle({ type: 'look', cids: [cid], limitBytes });
  const holders = looked.type === 'looked' ? (looked.files[0]?.holders ?? []) : [];
  return {
    holders: holders.filter(({ connected }) => connected).map(({ peerId }) => peerId),
    holder: holder.host.peerId,
    servedBetween: between.files.meter().servedBytes,
  };
};

Object.assign(window, { twoHops: { fetched } satisfies TwoHops });
