// Fetches the state at one settled block, part by part from several peers at once. What is still to be had is a list of prefixes
// of the trie's paths: a part that holds against the block's state root takes its prefix off the list, and puts those on it
// that lie beside it, for whoever serves may answer with less than was asked for. Pure: `plan` hands out questions; deadlines
// stand in the state. Bounds: `questionsMax` open to a peer; records that are proved to stand in the state, up to the
// `bytesMax` of the rules, for a block that nobody else has may promise any state.
//
// idle -> fetching: begin · fetching -> idle: stop, or all records are here.

import { fromHex } from '../bytes/index.ts';
import type { Hex32 } from '../model/index.ts';
import {
  besidePart,
  decodeStatePart,
  firstPrefixes,
  isBelow,
  recordSize,
  type StateEntry,
  type StatePart,
  statePartHolds,
  type TriePrefix,
} from '../state/index.ts';
import { nextRequest, type SyncRequest } from './sync-books.ts';

export interface StateTarget {
  readonly block: Hex32;
  readonly height: number;
  readonly stateRoot: Hex32;
  /** bytes of all records as the state counts them */
  readonly bytesMax: number;
}

/** late: nobody waits for it · none: the peer does not have it · wrong: it does not hold · taken: it is of use */
export type StateAnswer = 'late' | 'none' | 'wrong' | 'taken';

export interface StateFetch {
  readonly begin: (target: StateTarget, now: number) => void;
  readonly stop: () => void;
  readonly target: () => StateTarget | undefined;
  /** Questions to some of these peers, who claim to be above the target. */
  readonly plan: (peers: readonly string[], now: number) => readonly SyncRequest[];
  readonly onState: (peer: string, request: number, part: Uint8Array, now: number) => StateAnswer;
  readonly removePeer: (peer: string) => void;
  /** All records, when none is missing. */
  readonly whole: () => readonly StateEntry[] | undefined;
  /** Why this state cannot be had: for `starvedMs` no part has come, or it is larger than the rules allow. */
  readonly failure: (now: number) => 'starved' | 'too large' | undefined;
  readonly wakeAt: (now: number) => number | undefined;
}

const stallMinMs = 2000;
const stallMaxMs = 64_000;
const questionsMax = 2;
/** After an empty answer: a server may have to make the state first, or rests from what it has sent. */
const noneRestMs = 5000;
const starvedMs = 20_000;

interface StatePeer {
  stallMs: number;
  mutedUntil: number;
}

interface Question {
  readonly peer: string;
  readonly prefix: TriePrefix;
  readonly deadline: number;
}

interface Fetching {
  readonly target: StateTarget;
  readonly root: Uint8Array;
  /** asked of nobody at the moment */
  readonly open: TriePrefix[];
  readonly entries: StateEntry[];
  bytes: number;
  lastPartAt: number;
}

interface Books {
  readonly peers: Map<string, StatePeer>;
  /** by the request's number */
  readonly questions: Map<number, Question>;
  fetching: Fetching | undefined;
  lastRequest: number;
}

const peerOf = ({ peers }: Books, id: string): StatePeer => {
  const peer = peers.get(id) ?? { stallMs: stallMinMs, mutedUntil: 0 };
  peers.set(id, peer);
  return peer;
};

/** The question goes back on the list. */
const reopen = (books: Books, request: number): void => {
  const question = books.questions.get(request);
  if (question === undefined) return;
  books.questions.delete(request);
  books.fetching?.open.push(question.prefix);
};

const openTo = ({ questions }: Books, peer: string): readonly number[] =>
  [...questions].filter(([, question]) => question.peer === peer).map(([request]) => request);

const expire = (books: Books, now: number): void => {
  const late = new Set([...books.questions.values()].filter(({ deadline }) => deadline <= now).map(({ peer }) => peer));
  for (const id of late) {
    // Who owes one answer for too long is not waited for with the other.
    for (const request of openTo(books, id)) reopen(books, request);
    const peer = peerOf(books, id);
    peer.mutedUntil = now + peer.stallMs;
    peer.stallMs = Math.min(2 * peer.stallMs, stallMaxMs);
  }
};

const plan = (books: Books, ids: readonly string[], now: number): readonly SyncRequest[] => {
  expire(books, now);
  const { fetching } = books;
  if (fetching === undefined) return [];
  if (ids.length === 0) fetching.lastPartAt = now; // nobody is there: nobody fails to answer
  const requests: SyncRequest[] = [];
  // Who has stalled before gets what is left; everybody gets a first question before anybody a second.
  const peers = [...ids].sort((a, b) => peerOf(books, a).stallMs - peerOf(books, b).stallMs);
  for (let round = 1; round <= questionsMax; round++) {
    for (const id of peers) {
      const peer = peerOf(books, id);
      if (peer.mutedUntil > now || openTo(books, id).length >= round) continue;
      const prefix = fetching.open.shift();
      if (prefix === undefined) return requests;
      const request = nextRequest(books);
      books.questions.set(request, { peer: id, prefix, deadline: now + round * peer.stallMs });
      const { block } = fetching.target;
      requests.push({ peer: id, message: { type: 'get-state', request, block, prefix } });
    }
  }
  return requests;
};

/** The part, if it is of the subtree that was asked for and stands in the state. */
const heldPart = (root: Uint8Array, prefix: TriePrefix, bytes: Uint8Array): StatePart | undefined => {
  const part = decodeStatePart(bytes);
  if (!part.ok || !isBelow(part.value, prefix) || !statePartHolds(root, part.value)) return undefined;
  return part.value;
};

const onState = (books: Books, id: string, request: number, bytes: Uint8Array, now: number): StateAnswer => {
  const question = books.questions.get(request);
  const { fetching } = books;
  if (fetching === undefined || question?.peer !== id) return 'late';
  const peer = peerOf(books, id);
  const part = bytes.length === 0 ? undefined : heldPart(fetching.root, question.prefix, bytes);
  if (part === undefined) {
    reopen(books, request);
    peer.mutedUntil = now + noneRestMs;
    return bytes.length === 0 ? 'none' : 'wrong';
  }
  books.questions.delete(request);
  peer.stallMs = stallMinMs;
  for (const entry of part.entries) {
    fetching.entries.push(entry);
    fetching.bytes += recordSize(entry[1]);
  }
  fetching.open.push(...besidePart(part, question.prefix.depth));
  fetching.lastPartAt = now;
  return 'taken';
};

const wakeTime = ({ peers, questions, fetching }: Books, now: number): number | undefined => {
  if (fetching === undefined) return undefined;
  const times = [fetching.lastPartAt + starvedMs];
  for (const { deadline } of questions.values()) times.push(deadline);
  for (const { mutedUntil } of peers.values()) if (mutedUntil > now) times.push(mutedUntil);
  return Math.min(...times);
};

export const createStateFetch = (): StateFetch => {
  const books: Books = { peers: new Map(), questions: new Map(), fetching: undefined, lastRequest: 0 };
  const stop = (): void => {
    books.fetching = undefined;
    books.questions.clear();
  };
  return {
    begin: (target, now) => {
      stop();
      const root = fromHex(target.stateRoot);
      if (root === undefined) throw new Error('a state root that is not hexadecimal');
      books.peers.clear();
      books.fetching = { target, root, open: [...firstPrefixes(root)], entries: [], bytes: 0, lastPartAt: now };
    },
    stop,
    target: () => books.fetching?.target,
    plan: (peers, now) => plan(books, peers, now),
    onState: (peer, request, part, now) => onState(books, peer, request, part, now),
    removePeer: (peer) => {
      for (const request of openTo(books, peer)) reopen(books, request);
      books.peers.delete(peer);
    },
    whole: () => {
      const { fetching, questions } = books;
      return fetching === undefined || fetching.open.length + questions.size > 0 ? undefined : fetching.entries;
    },
    failure: (now) => {
      const { fetching } = books;
      if (fetching === undefined) return undefined;
      if (fetching.bytes > fetching.target.bytesMax) return 'too large';
      return now >= fetching.lastPartAt + starvedMs ? 'starved' : undefined;
    },
    wakeAt: (now) => wakeTime(books, now),
  };
};
