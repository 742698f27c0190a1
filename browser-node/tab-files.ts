// The files part of a tab, loaded when a file is asked for, or kept: the files of the network whose host is open, on an
// IndexedDB database of their own for each slot and network. Owns nothing; who opens it stops it.

import { type Files, openFiles } from '../shared/files/index.ts';
import type { Host } from '../shared/p2p/index.ts';
import { createChainStores } from './ports/open-chain-store.ts';

export interface TabFilesOptions {
  readonly host: Host;
  readonly chainId: string;
  readonly slot: number;
  readonly limitBytes: number;
  readonly onProgress: (job: string, done: number, total: number) => void;
}

const openStore = createChainStores();

export const openTabFiles = async ({ host, chainId, slot, limitBytes, onProgress }: TabFilesOptions): Promise<Files> =>
  openFiles({
    libp2p: host.libp2p,
    peers: () => host.snapshot().peers.map(({ peerId }) => peerId),
    relays: () => host.snapshot().relays.linked.map(({ peerId }) => peerId),
    addressesOf: host.addressesOf,
    penalise: host.network.penalise,
    openStore: () =>
      openStore(`tabchain-files-${slot}-${chainId.slice(0, 32)}`, {
        // The next call opens it again.
        onClosed: () => undefined,
        goesOnWhenFull: true,
        // That a private window keeps nothing is said of the chain already.
        onNotKept: () => undefined,
      }),
    holdsSpare: true,
    limitBytes,
    onProgress,
  });
