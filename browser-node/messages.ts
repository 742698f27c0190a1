// What crosses between the window and the node worker. The window has the screen and libp2p (RTCPeerConnection exists
// nowhere else); the worker has the core, the stores, the wallet. Bytes of peers are transferred, never cloned; all else
// is small.

import type {
  FilesReply,
  FilesRequest,
  GossipTopic,
  GossipVerdict,
  NetworkEvent,
  PeerId,
} from '../shared/core/node/index.ts';
import type { Diagnosis, HostSnapshot, NetworkLogEntry, WelcomeAnswer, WelcomeQuestion } from '../shared/p2p/index.ts';
import type { ApiError, EventName, NetSettings } from '../shared/provider/index.ts';

/** The network that the page's own relay offers. */
export interface OfferedNetwork {
  readonly spec: unknown;
  readonly relays: readonly string[];
  /** URIs of its STUN servers */
  readonly stun: readonly string[];
}

export type NetworkCall =
  | { readonly type: 'send'; readonly peer: PeerId; readonly bytes: Uint8Array }
  | { readonly type: 'publish'; readonly topic: GossipTopic; readonly bytes: Uint8Array }
  | { readonly type: 'judge'; readonly messageId: string; readonly verdict: GossipVerdict }
  | { readonly type: 'penalise'; readonly peer: PeerId; readonly points: number; readonly reason: string };

export type HostRequest =
  | { readonly type: 'dial'; readonly address: string }
  | { readonly type: 'subscribe'; readonly topic: string }
  | { readonly type: 'unsubscribe'; readonly topic: string }
  | { readonly type: 'publish'; readonly topic: string; readonly text: string }
  | { readonly type: 'diagnose' }
  /** asks a peer for a newcomer's coins */
  | { readonly type: 'ask-welcome'; readonly peer: PeerId; readonly account: string }
  /** asks the peers of a network that is not open for its spec */
  | { readonly type: 'fetch-spec'; readonly chainId: string; readonly relays: readonly string[] }
  | { readonly type: 'files'; readonly request: FilesRequest }
  /** changes what is given, and answers with all settings */
  | { readonly type: 'settings'; readonly change: Partial<NetSettings> };

type HostValue =
  string | number | readonly Uint8Array[] | Diagnosis | NetSettings | WelcomeAnswer | FilesReply | undefined;

export type HostAnswer =
  { readonly ok: true; readonly value: HostValue } | { readonly ok: false; readonly reason: string };

export interface StartWorker {
  readonly type: 'start';
  readonly slot: number;
  /** under which the slot is leased; `undefined` where a Web Lock holds it */
  readonly leaseToken: string | undefined;
  /** 32 bytes: the identity of the slot. The worker, which has libsodium, makes the key of it. */
  readonly seed: Uint8Array;
  /** the page's address without its hash, for join links */
  readonly pageUrl: string;
  readonly offered: OfferedNetwork | undefined;
  /** whether the browser promised not to evict what is stored */
  readonly persisted: boolean;
}

export type ToWorker =
  | StartWorker
  /** the browser's answer to whether it keeps what is stored */
  | { readonly type: 'persisted'; readonly persisted: boolean }
  | { readonly type: 'request'; readonly number: number; readonly method: string; readonly params: unknown }
  | { readonly type: 'network-event'; readonly event: NetworkEvent }
  | { readonly type: 'host-snapshot'; readonly snapshot: HostSnapshot }
  | { readonly type: 'host-log'; readonly entry: NetworkLogEntry }
  /** a newcomer asks for coins */
  | { readonly type: 'welcome-asked'; readonly number: number; readonly question: WelcomeQuestion }
  | { readonly type: 'host-text'; readonly topic: string; readonly from: PeerId; readonly text: string }
  | { readonly type: 'files-progress'; readonly job: string; readonly done: number; readonly total: number }
  | { readonly type: 'host-answer'; readonly number: number; readonly answer: HostAnswer };

export type FromWorker =
  | { readonly type: 'ready' }
  /** the worker cannot start; a sentence for the person */
  | { readonly type: 'failed'; readonly reason: string }
  | { readonly type: 'answer'; readonly number: number; readonly ok: true; readonly value: unknown }
  | { readonly type: 'answer'; readonly number: number; readonly ok: false; readonly error: ApiError }
  | { readonly type: 'event'; readonly event: EventName; readonly payload: unknown }
  | { readonly type: 'network-call'; readonly call: NetworkCall }
  | {
      readonly type: 'host-open';
      readonly chainId: string;
      /** canonical bytes */
      readonly spec: Uint8Array;
      readonly relays: readonly string[];
      /** of the slot's seed: in the window a curve would cost the start 40 ms */
      readonly publicKey: Uint8Array;
    }
  | { readonly type: 'welcome-answer'; readonly number: number; readonly answer: WelcomeAnswer }
  | { readonly type: 'host-close' }
  | { readonly type: 'host-request'; readonly number: number; readonly request: HostRequest };

/** The buffer to hand over, when it belongs to these bytes alone. */
const ownBuffer = (bytes: Uint8Array): readonly Transferable[] =>
  bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength ? [bytes.buffer] : [];

export const transferOfEvent = (event: NetworkEvent): readonly Transferable[] =>
  event.type === 'message' || event.type === 'gossip' ? ownBuffer(event.bytes) : [];

export const transferOfCall = (call: NetworkCall): readonly Transferable[] =>
  call.type === 'send' || call.type === 'publish' ? ownBuffer(call.bytes) : [];

/** The bytes of a file that was read. */
export const transferOfAnswer = (answer: HostAnswer): readonly Transferable[] => {
  const reply = answer.ok ? answer.value : undefined;
  const isBytes = typeof reply === 'object' && 'ok' in reply && reply.ok && reply.value.type === 'bytes';
  return isBytes ? ownBuffer(reply.value.bytes) : [];
};
