// What was asked here lately about who holds a file: work for a question is done once for all who ask it within some
// seconds, and whoever asked, or said that it knows nobody, is not asked whether it holds the file. So a question that goes
// round in a mesh is put once over a link, not once for each way through it. A question waits for questions with fewer hops
// alone, so no two nodes wait for each other. Time is an argument.
// Bounds: 256 files, the one heard of longest ago is forgotten first; 64 peers a file; 8 s.

import type { PeerId } from '../core/node/ports.ts';
import type { BlockKey } from './block-shelf.ts';

const filesMax = 256;
const peersMax = 64;
/** Who waits for a file asks again every 10 s, and is to be heard then. */
const rememberedMs = 8_000;

export interface HeardQuestions {
  /** What came of the same question, or comes of it; `undefined` where nobody put it lately. */
  readonly answer: (key: BlockKey, hops: number, nowMs: number) => Promise<readonly PeerId[]> | undefined;
  readonly remember: (key: BlockKey, hops: number, answer: Promise<readonly PeerId[]>, nowMs: number) => void;
  /** A peer asked for it, or said that it knows nobody. */
  readonly lacks: (key: BlockKey, peer: PeerId, nowMs: number) => void;
  readonly mayHold: (key: BlockKey, peer: PeerId, nowMs: number) => boolean;
  /** files that are remembered */
  readonly count: () => number;
}

interface Heard {
  heardMs: number;
  readonly answers: Map<number, { readonly answer: Promise<readonly PeerId[]>; readonly sinceMs: number }>;
  readonly lacking: Map<PeerId, number>;
}

export const createHeardQuestions = (): HeardQuestions => {
  // Oldest first.
  const files = new Map<BlockKey, Heard>();
  const isFresh = (sinceMs: number | undefined, nowMs: number): boolean =>
    sinceMs !== undefined && nowMs - sinceMs < rememberedMs;
  const heard = (key: BlockKey, nowMs: number): Heard => {
    const file = files.get(key) ?? { heardMs: nowMs, answers: new Map(), lacking: new Map() };
    file.heardMs = nowMs;
    files.delete(key);
    for (const [oldest, { heardMs }] of files) {
      if (files.size < filesMax && isFresh(heardMs, nowMs)) break;
      files.delete(oldest);
    }
    files.set(key, file);
    return file;
  };
  return {
    answer: (key, hops, nowMs) => {
      const known = files.get(key)?.answers.get(hops);
      return isFresh(known?.sinceMs, nowMs) ? known?.answer : undefined;
    },
    remember: (key, hops, answer, nowMs) => void heard(key, nowMs).answers.set(hops, { answer, sinceMs: nowMs }),
    lacks: (key, peer, nowMs) => {
      const { lacking } = heard(key, nowMs);
      lacking.delete(peer);
      lacking.set(peer, nowMs);
      const [oldest] = lacking.keys();
      if (lacking.size > peersMax && oldest !== undefined) lacking.delete(oldest);
    },
    mayHold: (key, peer, nowMs) => !isFresh(files.get(key)?.lacking.get(peer), nowMs),
    count: () => files.size,
  };
};
