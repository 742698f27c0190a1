// The page that files.ts opens twice: a tab's host and its files on IndexedDB, and beside them a bare libp2p stream on the
// same connection, which sends so many bytes to whoever opens it. The times are the fetcher's.
// Bounds: one file; one stream at a time.

import type { Connection, Stream } from '@libp2p/interface';
import { peerIdFromString } from '@libp2p/peer-id';
import { openIndexedDbStore } from '../browser-node/ports/indexeddb-store.ts';
import { openTabHost } from '../browser-node/tab-host.ts';
import { type Files, openFiles } from '../shared/files/index.ts';
import type { Host } from '../shared/p2p/index.ts';

const bareProtocol = '/tabchain/bench/bytes/1';
const limitBytes = 1_000_000_000;
const pieceBytes = 65_536;
const linkMsMax = 60_000;

export interface Fetched {
  readonly ms: number;
  readonly firstMs: number;
}

export interface FilesBench {
  /** Resolves to the peer id. */
  readonly open: (seed: number, relays: readonly string[], stun: readonly string[]) => Promise<string>;
  readonly isLinked: (peer: string) => boolean;
  /** A file of these many bytes that compress to nothing less; resolves to its content id. */
  readonly add: (bytes: number) => Promise<string>;
  /** All of it, in ms. */
  readonly fetchFile: (cid: string, bytes: number) => Promise<number>;
  /** Ms until the first byte is here, hashed with the block that it is in. */
  readonly firstOfFile: (cid: string, bytes: number) => Promise<number>;
  readonly forget: (cid: string) => Promise<void>;
  readonly fetchBare: (peer: string, bytes: number) => Promise<Fetched>;
}

declare global {
  interface Window {
    readonly filesBench: FilesBench;
  }
}

let tab: { readonly host: Host; readonly files: Files } | undefined;

const opened = (): { readonly host: Host; readonly files: Files } => {
  if (tab === undefined) throw new Error('nothing is open');
  return tab;
};

/** As many bytes as the other side asks for, in four bytes. */
const sendAll = async (stream: Stream): Promise<void> => {
  const bytes = await new Promise<number>((resolve) => {
    stream.addEventListener('message', ({ data }) =>
      resolve(new DataView(new Uint8Array(data.subarray()).buffer).getUint32(0)),
    );
  });
  const piece = crypto.getRandomValues(new Uint8Array(pieceBytes));
  for (let sent = 0; sent < bytes; sent += pieceBytes) {
    if (!stream.send(piece.subarray(0, bytes - sent))) await stream.onDrain();
  }
  await stream.close();
};

const open: FilesBench['open'] = async (seed, relays, stun) => {
  const host = await openTabHost({
    ...{ seed: new Uint8Array(32).fill(seed), chainId: 'fb'.repeat(32), agent: 'bench', relays, stun },
  });
  const files = await openFiles({
    ...{ libp2p: host.libp2p, limitBytes, relays: () => [], onProgress: () => undefined },
    peers: () => host.snapshot().peers.map(({ peerId }) => peerId),
    addressesOf: host.addressesOf,
    penalise: host.network.penalise,
    openStore: () => openIndexedDbStore('files-bench', { onClosed: () => undefined }),
  });
  await host.libp2p.handle(bareProtocol, (stream) => {
    sendAll(stream).catch(() => stream.abort(new Error('not sent')));
  });
  tab = { host, files };
  return host.peerId;
};

const directTo = (peer: string): Connection | undefined =>
  opened()
    .host.libp2p.getConnections(peerIdFromString(peer))
    .find(({ status, limits }) => status === 'open' && limits === undefined);

const add: FilesBench['add'] = async (size) => {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += pieceBytes) crypto.getRandomValues(bytes.subarray(at, at + pieceBytes));
  const answer = await opened().files.handle({
    ...{ type: 'add', name: 'large', folder: false, parts: [{ path: 'large', bytes }], limitBytes },
  });
  if (answer.type !== 'added') throw new Error(answer.type);
  return answer.facts.cid;
};

const fetchFile: FilesBench['fetchFile'] = async (cid, size) => {
  const from = performance.now();
  await opened().files.handle({ type: 'keep', why: 'chosen', facts: { cid, size }, limitBytes });
  return performance.now() - from;
};

const firstOfFile: FilesBench['firstOfFile'] = async (cid, size) => {
  const from = performance.now();
  await opened().files.handle({ type: 'read', facts: { cid, size }, offset: 0, length: 1, limitBytes });
  return performance.now() - from;
};

const fetchBare: FilesBench['fetchBare'] = async (peer, size) => {
  const connection = directTo(peer);
  if (connection === undefined) throw new Error('not linked');
  const from = performance.now();
  const stream = await connection.newStream(bareProtocol, { signal: AbortSignal.timeout(linkMsMax) });
  let firstMs: number | undefined;
  let came = 0;
  const coming = new Promise<void>((resolve) => {
    stream.addEventListener('message', ({ data }) => {
      firstMs ??= performance.now() - from;
      came += data.byteLength;
      if (came >= size) resolve();
    });
  });
  const asked = new Uint8Array(4);
  new DataView(asked.buffer).setUint32(0, size);
  stream.send(asked);
  await coming;
  const ms = performance.now() - from;
  await stream.close().catch(() => undefined);
  return { ms, firstMs: firstMs ?? Number.NaN };
};

const filesBench: FilesBench = {
  open,
  isLinked: (peer) =>
    directTo(peer) !== undefined &&
    opened()
      .host.snapshot()
      .peers.some((one) => one.peerId === peer),
  add,
  fetchFile,
  firstOfFile,
  forget: async (cid) => {
    await opened().files.handle({ type: 'drop', cid, limitBytes });
  },
  fetchBare,
};

Object.assign(window, { filesBench });
