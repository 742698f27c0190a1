// What a node finds out when it is asked why it has no peers, and what the platform looks at for it: data only, in the
// form in which the public API gives it out. It names relays, peers and counts; no address of this machine's own.

import type { PeerId, PeerPath } from '../core/node/ports.ts';
import type { FailedDial, Stall } from './connection-record.ts';
import type { Independence } from './independence.ts';
import type { PlaceRefusal } from './relay-notice.ts';

/**
 * What plain HTTP says of a relay whose WebSocket fails: it `answers` (so WebSockets do not pass, or it is stopping); a
 * server is there but shuts this page's origin out; nobody is there; or this page, which is on https, may not ask.
 */
export type HttpFinding = 'answers' | 'origin-refused' | 'silent' | 'insecure' | 'unknown';

/** ICE candidates of a connection that was opened to see them (RFC 8445), by kind. */
export interface CandidateCounts {
  readonly host: number;
  /** addresses that a relay's STUN server has seen us under */
  readonly srflx: number;
  readonly relay: number;
  /** the browser hides local addresses behind mDNS names (RFC 8828) */
  readonly mdns: boolean;
  /** STUN servers that were asked */
  readonly asked: number;
  /** this machine has a public address of its own, so STUN has nothing to add */
  readonly hasPublic: boolean;
}

export type Gathered =
  | { readonly webrtc: 'works'; readonly candidates: CandidateCounts }
  | { readonly webrtc: 'failing'; readonly reason: string }
  | { readonly webrtc: 'absent' };

/** What only the platform can look at; a terminal node has none of it. */
export interface PlatformProbes {
  /** Opens and closes a peer connection with the node's own ICE servers; takes a few seconds at most. */
  readonly gather: () => Promise<Gathered>;
  readonly http: (address: string) => Promise<HttpFinding>;
  /** false only when the platform is sure that there is no network */
  readonly isOnline: () => boolean;
}

export interface RelayFinding {
  readonly peerId: PeerId;
  /** a multiaddr under which it is known */
  readonly address: string;
  /** a terminal node that was named as a way in is kept dialled like a relay */
  readonly kind: 'relay' | 'terminal';
  readonly reached: boolean;
  /** why not, when it is not reached */
  readonly reason?: string;
  readonly http?: HttpFinding;
  /** whether others can reach this node through it; `none`: it has not answered */
  readonly place: 'held' | 'refused' | 'none';
  readonly refusal?: PlaceRefusal;
  readonly rttMs?: number;
  /** how many other nodes of this network it named the last time */
  readonly told?: number;
}

export interface DiagnosisFacts {
  /** when it was made, ms since 1970 */
  readonly time: number;
  readonly kind: 'tab' | 'terminal';
  /** only relayed paths are used, as the person wished */
  readonly hideAddress: boolean;
  readonly online: boolean;
  readonly relays: readonly RelayFinding[];
  /** `unused`: a terminal node, or a hidden address */
  readonly webrtc: 'works' | 'failing' | 'absent' | 'unused';
  /** missing where WebRTC is absent, failing or unused */
  readonly candidates?: Pick<CandidateCounts, 'host' | 'srflx' | 'relay' | 'mdns'>;
  /** to the relays' STUN; `unknown` where no relay could be asked or none needed to be */
  readonly udp: 'open' | 'blocked' | 'unknown';
  readonly peers: { readonly [P in PeerPath]: number } & {
    /** linked, and not heard of for some seconds: tabs that their browser froze, or that have gone */
    readonly silent: number;
  };
  /** other nodes of this network that are known and thought to be there */
  readonly known: number;
  /** the last minutes' dials to peers that failed, newest first */
  readonly dials: readonly FailedDial[];
  /** peers' clocks minus ours, the median, ms; only with three peers */
  readonly clockOffsetMs?: number;
  /** when this machine last slept or this tab's timers were last held back */
  readonly stall?: Stall;
  readonly independence: Independence;
}

/** The most likely reason for having no peers, or what is weak though there are some. */
export type DiagnosisCause =
  | 'offline'
  | 'clock-off'
  | 'no-relay'
  | 'page-insecure'
  | 'origin-refused'
  | 'websocket-blocked'
  | 'relay-unreachable'
  | 'network-refused'
  | 'relay-full'
  | 'relay-stopping'
  | 'webrtc-blocked'
  | 'udp-blocked'
  | 'alone'
  | 'dials-failing'
  | 'was-asleep'
  | 'peers-silent'
  | 'address-hidden'
  | 'none';

export interface Advice {
  readonly cause: DiagnosisCause;
  /** what happened and what to do, in plain words */
  readonly text: string;
}

export interface Diagnosis extends DiagnosisFacts {
  /** most likely first; never empty */
  readonly advice: readonly Advice[];
}
