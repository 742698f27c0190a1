// The window's half of files: the files part is fetched once there is a host, so that it is here when the relay has gone,
// opened at the first call on the host that is open then, and goes when that host goes. Calls that come before there is a host are answered `files-not-ready`.
// Owns the files that are open, at most one.

import type { AskFiles, FilesRequest } from '../shared/core/node/index.ts';
import type { Files } from '../shared/files/index.ts';
import type { Host } from '../shared/p2p/index.ts';
import type { openTabFiles } from './tab-files.ts';

export interface WindowFilesOptions {
  readonly slot: number;
  /** Resolves when tab-files.ts is there, however long that takes. */
  readonly load: () => Promise<{ readonly openTabFiles: typeof openTabFiles }>;
  /** Fetches the part for later, and says nothing where that fails. */
  readonly fetchAhead: () => void;
  readonly onProgress: (job: string, done: number, total: number) => void;
}

export interface WindowFiles {
  readonly ask: AskFiles;
  readonly hostOpened: (host: Host, chainId: string) => void;
  /** The host is about to be stopped. */
  readonly hostCloses: () => Promise<void>;
}

export const createWindowFiles = ({ slot, load, fetchAhead, onProgress }: WindowFilesOptions): WindowFiles => {
  let place: { readonly host: Host; readonly chainId: string } | undefined;
  let files: Promise<Files> | undefined;

  const open = async ({ limitBytes }: FilesRequest): Promise<Files | undefined> => {
    if (place === undefined) return undefined;
    const here = place;
    files ??= load().then(({ openTabFiles: openOn }) => openOn({ ...here, slot, limitBytes, onProgress }));
    const opening = files;
    opening.catch(() => {
      if (files === opening) files = undefined;
    });
    return opening;
  };
  return {
    ask: async (request) => {
      try {
        const opened = await open(request);
        return (await opened?.ask(request)) ?? { ok: false, fault: 'files-not-ready', detail: '' };
      } catch (cause) {
        const detail = cause instanceof Error ? cause.message : String(cause);
        return { ok: false, fault: 'storage-failed', detail };
      }
    },
    hostOpened: (host, chainId) => {
      place = { host, chainId };
      fetchAhead();
    },
    hostCloses: async () => {
      const closing = files;
      place = undefined;
      files = undefined;
      await closing?.then((opened) => opened.stop()).catch(() => undefined);
    },
  };
};
