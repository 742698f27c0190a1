// The files of a terminal node: opened at the first call on the host that is open then, on a LevelDB folder of their own for
// each network, and stopped with the host. Owns the files that are open, at most one.

import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { AskFiles } from '../shared/core/node/index.ts';
import type { Files } from '../shared/files/index.ts';
import type { Host } from '../shared/p2p/index.ts';
import { openLevelStore } from './ports/level-store.ts';

export interface NodeFilesOptions {
  /** the data folder */
  readonly folder: string;
  readonly current: () => { readonly host: Host; readonly network: { readonly chainId: string } } | undefined;
  readonly onProgress: (job: string, done: number, total: number) => void;
}

export interface NodeFiles {
  readonly ask: AskFiles;
  /** The host is about to be stopped. */
  readonly close: () => Promise<void>;
}

export const createNodeFiles = ({ folder, current, onProgress }: NodeFilesOptions): NodeFiles => {
  let files: Promise<Files> | undefined;

  const open = async (limitBytes: number): Promise<Files | undefined> => {
    const place = current();
    if (place === undefined) return undefined;
    const { host, network } = place;
    files ??= import('../shared/files/index.ts').then(({ openFiles }) =>
      openFiles({
        libp2p: host.libp2p,
        peers: () => host.snapshot().peers.map(({ peerId }) => peerId),
        relays: () => host.snapshot().relays.linked.map(({ peerId }) => peerId),
        addressesOf: host.addressesOf,
        penalise: host.network.penalise,
        openStore: () => openLevelStore(join(folder, `files-${network.chainId.slice(0, 32)}`)),
        room: async () => {
          const { bavail, bsize } = await statfs(folder);
          return bavail * bsize;
        },
        limitBytes,
        onProgress,
      }),
    );
    const opening = files;
    opening.catch(() => {
      if (files === opening) files = undefined;
    });
    return opening;
  };
  return {
    ask: async (request) => {
      try {
        const opened = await open(request.limitBytes);
        return (await opened?.ask(request)) ?? { ok: false, fault: 'files-not-ready', detail: '' };
      } catch (cause) {
        return { ok: false, fault: 'storage-failed', detail: cause instanceof Error ? cause.message : String(cause) };
      }
    },
    close: async () => {
      const closing = files;
      files = undefined;
      await closing?.then((opened) => opened.stop()).catch(() => undefined);
    },
  };
};
