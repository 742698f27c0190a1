// What catching up knows of its peers, and the questions that are open. Bounded by the peers that the network admits, and
// by what is asked of each (sync.ts, body-questions.ts).

import type { BlockNode } from '../chain/index.ts';
import type { Hex32 } from '../model/index.ts';
import type { Message } from '../wire/index.ts';
import type { HeaderWalk } from './presync.ts';

export interface PeerClaim {
  readonly head: Hex32;
  readonly height: number;
  readonly weight: bigint;
}

export interface SyncRequest {
  readonly peer: string;
  readonly message: Message;
}

export interface SyncPeer {
  claim: PeerClaim | undefined;
  /** it has shown or named something that we lack */
  worthAsking: boolean;
  /** where its last answer ended, if there is more: its branch may not be our best yet */
  continueFrom: BlockNode | undefined;
  /** how far its chain has been weighed, while that is not enough */
  walk: HeaderWalk | undefined;
  /** it was asked for headers since it came */
  isLookedAt: boolean;
  /** answers that were only weighed, since the last of which something was kept */
  walked: number;
  /** how long it rests after a claim that it cannot show */
  pauseMs: number;
  stallMs: number;
  mutedUntil: number;
  /** not asked for headers before */
  restsUntil: number;
  readonly lacking: Set<Hex32>;
}

export interface Pending {
  readonly peer: string;
  readonly request: number;
  readonly deadline: number;
}

export interface PendingBodies extends Pending {
  readonly ids: ReadonlySet<Hex32>;
  /** later questions to others that have been answered */
  overtaken: number;
  /** its blocks are asked of two peers */
  isDoubled: boolean;
}

export interface Books {
  readonly minimumWeight: bigint;
  readonly peers: Map<string, SyncPeer>;
  headers: Pending | undefined;
  /** by the request's number */
  readonly bodies: Map<number, PendingBodies>;
  lastRequest: number;
}

/** How long an answer may take; after each miss twice as long. */
export const stallMinMs = 2000;

/** Numbers of questions go round; an answer whose number is not waited for is late. */
export const nextRequest = (books: { lastRequest: number }): number => {
  books.lastRequest = (books.lastRequest + 1) % 0x1_0000_0000;
  return books.lastRequest;
};

export const isUsable = (peer: SyncPeer, now: number): boolean => peer.mutedUntil <= now;
