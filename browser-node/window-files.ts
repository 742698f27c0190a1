// The window's half of files: the files part is fetched once there is a host, so that it is here when the relay has gone,
// opened at the first call on the host that is open then, and goes when that host goes. Calls that come before there is a host are answered `files-not-ready`.
// Owns the files that are open, at most one.

import type { AskFiles, FilesCall, FilesReply, FilesRequest } from '../shared/core/node/index.ts';
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
  /** A stretch of a file that somebody looks at, until the signal ends it; once the files are open. Never rejects. */
  readonly read: (call: Extract<FilesCall, { readonly type: 'read' }>, ended: AbortSignal) => Promise<FilesReply>;
  readonly hostOpened: (host: Host, chainId: string) => void;
  /** The host is about to be stopped. */
  readonly hostCloses: () => Promise<void>;
}

const notReady: FilesReply = { ok: false, fault: 'files-not-ready', detail: '' };

export const createWindowFiles = ({ slot, load, fetchAhead, onProgress }: WindowFilesOptions): WindowFiles => {
  let place: { readonly host: Host; readonly chainId: string } | undefined;
  let files: Promise<Files> | undefined;
  let limit: number | undefined;

  const open = async ({ limitBytes }: FilesRequest): Promise<Files | undefined> => {
    limit = limitBytes;
    if (place === undefined) return undefined;
    const here = place;
    files ??= load().then(({ openTabFiles: openOn }) => openOn({ ...here, slot, limitBytes, onProgress }));
    const opening = files;
    opening.catch(() => {
      if (files === opening) files = undefined;
    });
    return opening;
  };
  const ask = async (request: FilesRequest, ended?: AbortSignal): Promise<FilesReply> => {
    try {
      const opened = await open(request);
      return (await opened?.ask(request, ended)) ?? notReady;
    } catch (cause) {
      const detail = cause instanceof Error ? cause.message : String(cause);
      return { ok: false, fault: 'storage-failed', detail };
    }
  };
  return {
    ask,
    read: async (call, ended) =>
      files === undefined || limit === undefined ? notReady : ask({ ...call, limitBytes: limit }, ended),
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
