// The ports of a node: all that the driver (run-node.ts) and the composition roots may ask of the world.
// The core itself calls none of them: it takes inputs and returns effects. Each port has at most five methods, and
// one contract suite in shared/testing that every implementation passes.

import type { ContractRunner, Hex32 } from '../model/index.ts';

/** Peer ids are libp2p peer ids in base58; to the core they are opaque and only compared. */
export type PeerId = string;

/** How bytes reach a peer: a WebRTC link, a WebSocket, or a circuit through a relay. */
export type PeerPath = 'direct' | 'websocket' | 'relayed';

export type PeerKind = 'tab' | 'terminal' | 'relay';

export type GossipTopic = 'block' | 'transaction';

/** ACCEPT forwards a gossiped message, REJECT drops it and lowers the sender's score, IGNORE drops it silently. */
export type GossipVerdict = 'accept' | 'reject' | 'ignore';

export type NetworkEvent =
  | { readonly type: 'peer-up'; readonly peer: PeerId; readonly path: PeerPath; readonly kind: PeerKind }
  | { readonly type: 'peer-path'; readonly peer: PeerId; readonly path: PeerPath }
  | { readonly type: 'peer-down'; readonly peer: PeerId; readonly reason: string }
  | { readonly type: 'message'; readonly peer: PeerId; readonly bytes: Uint8Array }
  | {
      readonly type: 'gossip';
      /** who forwarded it to us, not who made it */
      readonly peer: PeerId;
      readonly topic: GossipTopic;
      readonly messageId: string;
      readonly bytes: Uint8Array;
    };

/**
 * Peers of one chain. `peer-up` comes once per peer, when a node stream is open in both directions, and `peer-down` once
 * when the last path to it is gone; `message` and `gossip` come only between the two. Messages to one peer arrive whole
 * and in order or not at all.
 */
export interface Network {
  /** Starts delivery to the one listener; returns the function that ends it. */
  readonly listen: (listener: (event: NetworkEvent) => void) => () => void;
  /** One message of at most `nodeMessageBytesMax` (1 MiB) over the node stream; dropped if the peer is gone. */
  readonly send: (peer: PeerId, message: Uint8Array) => void;
  /** One message of at most 64 KiB to all peers of the chain. */
  readonly publish: (topic: GossipTopic, message: Uint8Array) => void;
  /** The verdict on a gossiped message; every message gets exactly one. */
  readonly judge: (messageId: string, verdict: GossipVerdict) => void;
  /** Lowers a peer's score by `points`; at −100 the peer is dropped and refused for a while, with `reason` recorded. */
  readonly penalise: (peer: PeerId, points: number, reason: string) => void;
}

/** Wall clock in ms since 1970 and one alarm. */
export interface Clock {
  readonly now: () => number;
  /** Calls back once at or after `time` (ms since 1970); a later call replaces an earlier alarm. `undefined` cancels. */
  readonly wakeAt: (time: number | undefined, callback: () => void) => void;
}

/** Cryptographic randomness. */
export interface Random {
  readonly bytes: (length: number) => Uint8Array;
}

/** Work for the seal workers of a proof-of-work producer. */
export interface SearchTask {
  readonly type: 'search';
  /** sealDigest of the header (32 bytes); the nonce's 8 big-endian bytes follow it in the hash */
  readonly sealDigest: Uint8Array;
  /** 32 bytes big-endian; a hit is SHA-256(sealDigest ‖ nonce) < target */
  readonly target: Uint8Array;
}

/** Searches nonces. One task at a time: `start` replaces the running one. */
export interface Sealer {
  /** `intensity` is the share of time each worker searches, in tenths of a percent (1–1000). */
  readonly start: (task: SearchTask, intensityPermille: number, found: (nonce: Uint8Array) => void) => void;
  readonly stop: () => void;
  /** Hashes per second over the last seconds; 0 when stopped. */
  readonly hashRate: () => number;
}

/** A header that waits for its producer's signature. */
export interface SignTask {
  readonly chainId: Hex32;
  readonly producer: Hex32;
  readonly slot: number;
  /** 32 bytes */
  readonly sealDigest: Uint8Array;
  /** the highest slot of which this node knows a block by this key, among the last few; `undefined`: none */
  readonly seenSlot: number | undefined;
  /** so many slots without one make it believable that nobody else signs with this key */
  readonly quietSlots: number;
}

/** `reason`: one word, why the slot passes. */
export type SignedAnswer =
  { readonly ok: true; readonly signature: Uint8Array } | { readonly ok: false; readonly reason: string };

/**
 * Seals by a key that the host holds. It never signs two digests for one slot of one key and chain, across restarts and
 * profiles; a refusal loses the slot and nothing else. No call rejects.
 */
export interface Signer {
  /** 64 bytes over `sealSigningBytes`, unless the key is not at hand, or the slot is used, or another holder signs. */
  readonly sign: (task: SignTask) => Promise<SignedAnswer>;
  /** VRF proofs of 80 bytes, in the order of the inputs (32 bytes each); `undefined` where the key is not at hand. */
  readonly prove: (producer: Hex32, inputs: readonly Uint8Array[]) => Promise<readonly Uint8Array[] | undefined>;
  /** Remembers a header that was sealed here, for the next start; what cannot be kept is lost. */
  readonly keepSeal: (chainId: Hex32, header: Uint8Array) => Promise<void>;
  /** The newest of them, with their seals; none where they cannot be read. */
  readonly keptSeals: (chainId: Hex32) => Promise<readonly Uint8Array[]>;
}

/** A signature with all that it takes to check it. */
export interface SignedBytes {
  readonly signature: Uint8Array;
  readonly message: Uint8Array;
  /** 32 bytes */
  readonly publicKey: Uint8Array;
}

/** Checks signatures by the one rule, on threads of its own. */
export interface Verifier {
  /**
   * One answer per signature, in their order: whether it was found right. False also where it could not be found out (a
   * thread that failed), so whoever asks checks those again. Never rejects.
   */
  readonly verify: (batch: readonly SignedBytes[]) => Promise<readonly boolean[]>;
}

/** The contract machine, which is loaded when the first contract is met. */
export interface MachineSource {
  /** the machine once it is loaded */
  readonly machine: () => ContractRunner | undefined;
  /** Loads it, once. Rejects where it cannot be had. */
  readonly load: () => Promise<void>;
}

/** One write of a commit; `undefined` deletes. */
export type StoreWrite = readonly [table: StoreTable, key: string, value: Uint8Array | undefined];

/**
 * header: id → header record · body: id → block bytes · undo: id → undo record · snapshot: state at a block ·
 * meta: head pointer, spec, settings · index: transaction and address index, rebuilt lazily.
 */
export type StoreTable = 'header' | 'body' | 'undo' | 'snapshot' | 'meta' | 'index';

/** `strict` has reached the disk when the promise resolves; `relaxed` may be lost in a crash, but never torn. */
export type Durability = 'strict' | 'relaxed';

/** A rejected promise is fatal to the handle: close, open again, load again. Never go on over a store in doubt. */
export interface Store {
  /** Values in the order of `keys`; `undefined` where there is none. */
  readonly getMany: (table: StoreTable, keys: readonly string[]) => Promise<readonly (Uint8Array | undefined)[]>;
  /** All writes or none. Writes to one key in one commit: the last wins. Commits take effect in the order of the calls. */
  readonly commit: (writes: readonly StoreWrite[], durability: Durability) => Promise<void>;
  /** Entries whose key is ≥ `from` (UTF-16 order), ascending, at most `count`. */
  readonly scan: (
    table: StoreTable,
    from: string,
    count: number,
  ) => Promise<readonly (readonly [key: string, value: Uint8Array])[]>;
  /** Bytes used, as well as the store can tell. */
  readonly size: () => Promise<number>;
  readonly close: () => Promise<void>;
}
