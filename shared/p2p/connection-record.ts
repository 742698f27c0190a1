// What has happened to this node's connections lately, for the question why it has no peers: dials that failed, what each
// relay said last, when this machine last stood still. Pure: time is an argument.
// Bounds: the last 20 failed dials, forgotten after ten minutes; 32 relays, the oldest goes first; one stall.

import type { PeerId } from '../core/node/ports.ts';
import type { PlaceRefusal } from './relay-notice.ts';

export const failedDialsMax = 20;
const failedDialKeptMs = 600_000;
/** twice as many as are kept dialled */
const relaysMax = 32;
const reasonCharsMax = 300;

/** The way that was tried: signalled over WebRTC, through a relay, or at an address of the peer's own. */
export type DialPath = 'webrtc' | 'relayed' | 'address';

export interface FailedDial {
  readonly peerId: PeerId;
  readonly path: DialPath;
  /** a sentence or the name of an error, as libp2p gave it */
  readonly reason: string;
  /** ms since 1970 */
  readonly time: number;
}

export interface RelayRecord {
  /** why the last dial failed; none after one that did not */
  readonly reason?: string;
  /** whether it lets others reach us; none until it has answered */
  readonly place?: 'held' | PlaceRefusal;
  /** how many others of our network it named the last time */
  readonly told?: number;
}

export interface Stall {
  /** when it ended, ms since 1970 */
  readonly time: number;
  readonly ms: number;
}

export interface ConnectionRecord {
  readonly dialFailed: (dial: FailedDial) => void;
  readonly relayFailed: (relay: PeerId, reason: string) => void;
  /** A connection to it is there, or has gone: what it said on an earlier one is over. */
  readonly relayChanged: (relay: PeerId) => void;
  readonly placed: (relay: PeerId, place: 'held' | PlaceRefusal) => void;
  readonly named: (relay: PeerId, others: number) => void;
  readonly stalled: (stall: Stall) => void;
  /** Newest first. */
  readonly failedDials: (nowMs: number) => readonly FailedDial[];
  readonly relay: (peer: PeerId) => RelayRecord;
  readonly stall: () => Stall | undefined;
}

export const createConnectionRecord = (): ConnectionRecord => {
  let failed: readonly FailedDial[] = [];
  let stall: Stall | undefined;
  const relays = new Map<PeerId, RelayRecord>();

  const note = (relay: PeerId, record: RelayRecord): void => {
    relays.delete(relay);
    relays.set(relay, record);
    const [oldest] = relays.keys();
    if (relays.size > relaysMax && oldest !== undefined) relays.delete(oldest);
  };

  return {
    dialFailed: (dial) => {
      failed = [{ ...dial, reason: dial.reason.slice(0, reasonCharsMax) }, ...failed].slice(0, failedDialsMax);
    },
    relayFailed: (relay, reason) => note(relay, { reason: reason.slice(0, reasonCharsMax) }),
    relayChanged: (relay) => note(relay, {}),
    placed: (relay, place) => note(relay, { ...relays.get(relay), place }),
    named: (relay, told) => note(relay, { ...relays.get(relay), told }),
    stalled: (latest) => {
      stall = latest;
    },
    failedDials: (nowMs) => failed.filter(({ time }) => time > nowMs - failedDialKeptMs),
    relay: (peer) => relays.get(peer) ?? {},
    stall: () => stall,
  };
};
