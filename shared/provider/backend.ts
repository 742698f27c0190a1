// What the provider is made of: everything it asks of the node that it speaks for and of the world around it, as plain
// objects that a composition root passes in. The core is seen directly, because the provider lives in the node's own
// thread; the libp2p host, which in a tab lives in the window, only through the small asynchronous `HostControls`.

import type {
  AskFiles,
  Checkpoint,
  Clock,
  MachineSource,
  NodeListeners,
  PeerKind,
  PeerPath,
  Random,
  RunningNode,
  Signer,
  Store,
  TabchainNode,
} from '../core/node/index.ts';
import type { SignatureCheck } from '../core/crypto/index.ts';
import type { ChainSpec, Hex32 } from '../core/model/index.ts';
import type { StretchPassphrase, StretchParameters } from '../core/wallet/index.ts';
import type { HoldLock } from '../signing/index.ts';
import type { NodeKind, PeerPathName } from './api.ts';
import type { DiagnosisShape, IndependenceShape, NetSettings } from './diagnosis-shape.ts';

/** One network as this node runs it; another takes its place at a switch. */
export interface Session {
  readonly spec: ChainSpec;
  readonly node: TabchainNode;
  readonly running: RunningNode;
  readonly store: Store;
  readonly contracts: MachineSource;
  /** hashes a second of the seal workers; 0 when they rest */
  readonly hashRate: () => number;
  /** Stops the node, closes its store and its host. Called once, and once only. */
  readonly close: () => Promise<void>;
}

/** How much of a network a node keeps, and where a full one starts. */
export interface HowMuch {
  readonly mode: 'full' | 'light';
  /** as the core's option of the same name has it; `auto` unless given */
  readonly start?: 'auto' | 'blocks' | 'state';
}

export interface NetworkToOpen {
  readonly chainId: Hex32;
  readonly spec: ChainSpec;
  /** multiaddrs */
  readonly relays: readonly string[];
  /** what the newest link said that had one */
  readonly checkpoint?: Checkpoint | undefined;
  /** full unless given */
  readonly how?: HowMuch;
}

/**
 * Opens store, chain, host and node of one network and runs it with these listeners, all four of them, and this signer. A rejection
 * leaves nothing open; its message is shown to a person.
 */
export type OpenNetwork = (network: NetworkToOpen, listeners: NodeListeners, signer: Signer) => Promise<Session>;

/** What the host shows of itself; the parts of it that the API speaks of. */
export interface HostSnapshotLike {
  readonly peers: readonly {
    readonly peerId: string;
    readonly path: PeerPath;
    readonly kind: PeerKind;
    readonly rttMs: number | undefined;
    readonly score: number;
    /** ms since 1970 */
    readonly since: number;
  }[];
  readonly relays: {
    readonly connected: number;
    readonly known: number;
    /** those that are connected and no nodes of the chain */
    readonly linked: readonly {
      readonly peerId: string;
      readonly path: PeerPathName;
      readonly kind: PeerKind;
      readonly rttMs: number | undefined;
      readonly score: number;
      readonly since: number;
    }[];
  };
  readonly known: readonly {
    readonly peerId: string;
    readonly addresses: readonly string[];
    readonly lastSeen: number;
  }[];
  readonly addresses: readonly string[];
  readonly independence: IndependenceShape;
}

/** What the host did, or why it did not: a name or a sentence. */
export type HostReply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** A newcomer that asks this node for its first coins. */
export interface WelcomeQuestionLike {
  readonly peer: string;
  /** 64 hexadecimal digits */
  readonly account: Hex32;
  /** the way by which it came */
  readonly source: string;
}

export type WelcomeAnswerLike =
  | { readonly paid: true; readonly id: Hex32; readonly amount: bigint }
  | { readonly paid: false; readonly reason: 'off' | 'already' | 'later' | 'given-out' };

/** The libp2p host of the network that is open. While none is, all fail with a reason and the snapshot is empty. */
export interface HostControls {
  /** of this node, the same in all networks */
  readonly peerId: string;
  /** the newest that is known here; `undefined` before the first */
  readonly snapshot: () => HostSnapshotLike | undefined;
  /** the peer id behind the address */
  readonly dial: (address: string) => Promise<HostReply<string>>;
  readonly subscribe: (topic: string) => Promise<HostReply<undefined>>;
  readonly unsubscribe: (topic: string) => Promise<HostReply<undefined>>;
  /** Looks at everything that could keep peers away; takes some seconds. */
  readonly diagnose: () => Promise<HostReply<DiagnosisShape>>;
  /** Changes what is given; all settings as they are then. */
  readonly settings: (change: Partial<NetSettings>) => Promise<HostReply<NetSettings>>;
  /**
   * Asks the peers of a network that is not open for its spec: different answers, none of them checked. Takes half a
   * minute at most.
   */
  readonly fetchSpec: (chainId: Hex32, relays: readonly string[]) => Promise<HostReply<readonly Uint8Array[]>>;
  /** Asks a peer to pay this account as a newcomer's; `undefined` where it does not answer. */
  readonly askWelcome: (peer: string, account: Hex32) => Promise<HostReply<WelcomeAnswerLike | undefined>>;
  /** how many peers it reached */
  readonly publish: (topic: string, text: string) => Promise<HostReply<number>>;
}

/** What the browser profile, or the terminal node's folder, keeps for all networks. */
export interface KeyValues {
  readonly get: (key: string) => Promise<Uint8Array | undefined>;
  readonly put: (key: string, value: Uint8Array) => Promise<void>;
  readonly delete: (key: string) => Promise<void>;
  /** The keys that begin with `prefix`, ascending. */
  readonly list: (prefix: string) => Promise<readonly string[]>;
  /**
   * Reads, changes and writes in one step that nobody can come between, on the disk when it resolves. `change` gets the
   * value (`undefined`: none) and returns the new one, the same object to leave it, `undefined` to delete it.
   */
  readonly update: (
    key: string,
    change: (current: Uint8Array | undefined) => Uint8Array | undefined,
  ) => Promise<Uint8Array | undefined>;
}

/** The network that the page's own relay offers, as it came: not checked. */
export interface NetworkOffer {
  readonly spec: unknown;
  readonly relays: readonly string[];
}

export interface ProviderOptions {
  readonly version: string;
  readonly kind: NodeKind;
  /** number of this tab, from 0: selects account N and has a current network of its own */
  readonly slot: number;
  /** what join links begin with: the page's address without its hash */
  readonly pageUrl: string;
  readonly host: HostControls;
  /** the files of the network that is open; without it they are not ready */
  readonly files?: AskFiles;
  readonly profile: KeyValues;
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Random;
  readonly stretch: StretchPassphrase;
  /** the network's one check of signatures, for messages; resolves when libsodium is ready */
  readonly signatureCheck: () => Promise<SignatureCheck>;
  /** costs for new vaults; the core's default unless given */
  readonly stretchParameters?: StretchParameters;
  readonly openNetwork: OpenNetwork;
  /** Keeps the signing of a key to one page of a browser; without it the record of signed slots alone decides. */
  readonly holdLock?: HoldLock | undefined;
  /** Forgets the stored chain of a network that is not open; without it the data stays. */
  readonly deleteChain?: (chainId: Hex32) => Promise<void>;
  /** full or light in all networks, whatever was chosen before */
  readonly mode?: HowMuch['mode'];
  /** whether the browser promised not to evict what is stored; `false` unless given */
  readonly isPersisted?: () => boolean;
}

/** What the host tells by itself; `warning` is its word for `warn`. */
export interface HostLogEntry {
  readonly level: 'info' | 'warn' | 'warning' | 'error';
  readonly what: string;
  readonly peerId?: string;
  readonly fault?: string;
}
