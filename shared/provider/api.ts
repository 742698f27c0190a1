// The one public API as a typed table: every shape, method, event and error code that a page, a program or a terminal
// can ask of a node. It owns names and shapes only; check-params.ts refuses wrong params at the boundary and
// create-provider.ts answers. Conventions: an amount is a decimal string of base units; ids, hashes and bytes are `0x`
// and lower-case hexadecimal, the chain id included; addresses are bech32m; times are ms since 1970; heights, counts
// and gas are numbers. Everything but a file is JSON.

import type { ContractJson, ContractMethodTable, ContractWish, EmittedEvent } from './contract-shape.ts';
import type { FileMethodTable } from './files-shape.ts';
import type { ConsensusShape, FileShape, RawShape, TreeBlock } from './tree-shape.ts';
import type { DiagnosisShape, IndependenceShape, NetSettings } from './diagnosis-shape.ts';
import type {
  AddressText,
  AmountText,
  HexText,
  NetworkMethodTable,
  NetworkShape,
  WelcomeGift,
} from './network-shape.ts';
import type { PersonalMethodTable } from './personal-shape.ts';
import type { ProvablePlace, ProvenAccount, ProvenStorage } from './proof-shape.ts';
import type { ValidatorMethodTable, ValidatorWish } from './validator-shape.ts';

export type * from './network-shape.ts';
export type * from './contract-shape.ts';
export type * from './proof-shape.ts';
export type { ConsensusShape, FileShape };

// Shapes

export type NodeKind = 'tab' | 'terminal';

export interface NodeInfo {
  readonly peerId: string;
  readonly version: string;
  readonly kind: NodeKind;
  readonly network: NetworkShape;
}

export type SyncStateName = 'idle' | 'finding-ancestor' | 'headers' | 'bodies' | 'snapshot' | 'following';

export interface Status {
  readonly height: number;
  /** id of the newest block */
  readonly head: HexText;
  /** blocks up to here are buried deep enough to count as final */
  readonly settledHeight: number;
  readonly sync: {
    readonly state: SyncStateName;
    /** height that the best peer announces; the own height when following */
    readonly target: number;
  };
  readonly peers: { readonly direct: number; readonly websocket: number; readonly relayed: number };
  readonly relays: { readonly connected: number; readonly known: number };
  readonly independence: IndependenceShape;
  readonly mempool: { readonly count: number; readonly bytes: number };
  readonly producing: boolean;
  readonly mode: 'full' | 'light';
  /** where a full node of this network begins as long as it has no blocks: `node_mode` */
  readonly start: 'auto' | 'blocks' | 'state';
  readonly storage: {
    /** whether the browser promised not to evict it */
    readonly persisted: boolean;
    readonly bytes: number;
  };
  /** every block from this height on was checked by this node itself; above the head where it checks headers alone */
  readonly verifiedSince: number;
}

export interface AccountShape {
  readonly address: AddressText;
  readonly balance: AmountText;
  /** nonce that the next transaction must have */
  readonly nonce: number;
  /** what it stakes and has unbonding; a light node does not know it and says 0 */
  readonly stake: AmountText;
  readonly unbonding: readonly { readonly amount: AmountText; readonly atHeight: number }[];
  /** it signed twice for one slot: the block from which on it may stake again */
  readonly jailedUntil?: number;
}

/** What a proof is about. */
export type ProvenValue =
  ProvenAccount | ProvenStorage | { readonly kind: 'transaction'; readonly transaction: TransactionShape };

/** `bytes` is the proof; the rest says what it is about and is not looked at by a check. */
export interface ProofShape {
  readonly bytes: HexText;
  readonly height: number;
  readonly blockId: HexText;
  readonly value: ProvenValue;
}

/** With `valid`, all but `fault`; without, `fault` alone: the name of what is wrong. */
export interface CheckedProof {
  readonly valid: boolean;
  readonly fault?: string;
  readonly height?: number;
  readonly value?: ProvenValue;
  readonly chainId?: HexText;
  readonly blockId?: HexText;
  /** of the block, ms since 1970 */
  readonly time?: number;
  /** headers in the proof above the block */
  readonly confirmations?: number;
  /** hashes that the headers of the proof took on average, in decimal digits */
  readonly work?: AmountText;
  /** keys that have signed headers of the piece, where signatures seal: whether they may is for a node of the chain to say */
  readonly signers?: number;
  /** whether the chain that this node follows has the block; missing where it cannot tell */
  readonly onChain?: boolean;
}

/** What every transaction has, whatever it does. */
export interface TransactionBase {
  readonly id: HexText;
  readonly sender: AddressText;
  readonly nonce: number;
  readonly gasLimit: number;
  /** base units per gas */
  readonly gasPrice: AmountText;
  /** last height that may include it */
  readonly validUntil: number;
  /** bytes, signature included; of a `file` the size of the file itself */
  readonly size: number;
}

/** The fields of each kind of transaction. */
export type TransactionFields =
  | { readonly kind: 'transfer'; readonly to: AddressText; readonly amount: AmountText }
  | { readonly kind: 'record'; readonly data: HexText }
  | {
      readonly kind: 'deploy';
      readonly code: string;
      readonly args: readonly ContractJson[];
      readonly amount: AmountText;
    }
  | {
      readonly kind: 'invoke';
      readonly address: AddressText;
      readonly function: string;
      readonly args: readonly ContractJson[];
      readonly amount: AmountText;
    }
  | {
      readonly kind: 'file';
      readonly cid: string;
      readonly name: string;
      readonly size: number;
      readonly mediaType: string;
    }
  | { readonly kind: 'stake'; readonly amount: AmountText }
  | { readonly kind: 'unstake'; readonly amount: AmountText }
  | { readonly kind: 'evidence'; readonly first: HexText; readonly second: HexText }
  | { readonly kind: 'signers'; readonly add?: readonly AddressText[]; readonly remove?: readonly AddressText[] }
  | { readonly kind: 'admin'; readonly next: AddressText };

export type TransactionShape = TransactionBase & TransactionFields;
export type TransactionKind = TransactionFields['kind'];

export interface ReceiptShape {
  readonly status: 'ok' | 'failed';
  readonly reason?: string;
  readonly gasUsed: number;
  readonly fee: AmountText;
  readonly events: readonly EmittedEvent[];
  /** what a contract's function returned */
  readonly value?: ContractJson;
  /** address of the contract that a deploy made */
  readonly contract?: AddressText;
}

export interface TxStatus {
  readonly id: HexText;
  readonly status: 'pending' | 'included' | 'dropped' | 'unknown';
  readonly height?: number;
  readonly blockId?: HexText;
  /** 1 in the newest block */
  readonly confirmations?: number;
  readonly settled?: boolean;
  /** why it was dropped */
  readonly reason?: string;
  readonly transaction?: TransactionShape;
  /** missing where a light node has no proof of it: that of a contract's transaction */
  readonly receipt?: ReceiptShape;
}

export interface BlockShape {
  readonly id: HexText;
  readonly height: number;
  readonly parent: HexText;
  readonly time: number;
  readonly producer: AddressText;
  readonly consensus: ConsensusShape;
  readonly transactionRoot: HexText;
  readonly stateRoot: HexText;
  readonly receiptRoot: HexText;
  readonly historyRoot: HexText;
  readonly gasUsed: number;
  readonly size: number;
  readonly transactions: readonly TransactionShape[];
  readonly files: readonly FileShape[];
  readonly settled: boolean;
  /** a light node has the header alone: `size` is the header's, transactions and files are not known */
  readonly headerOnly?: true;
}

export type BlockListItem = Omit<BlockShape, 'transactions'>;

export type PeerPathName = 'direct' | 'websocket' | 'relayed';

export interface PeerShape {
  readonly peerId: string;
  readonly path: PeerPathName;
  readonly kind: NodeKind | 'relay';
  /** round trip; absent until the first measurement */
  readonly rttMs?: number;
  /** the last height that the peer announced */
  readonly height?: number;
  readonly score: number;
  /** connected since */
  readonly since: number;
}

export interface KnownPeer {
  readonly peerId: string;
  readonly addresses: readonly string[];
  readonly lastSeen: number;
}

export interface ProductionShape {
  readonly running: boolean;
  /** hashes a second; proof of work only */
  readonly hashRate?: number;
  /** time of the next own slot; proof of stake and authority only */
  readonly nextSlot?: number;
  /** blocks produced since the node started */
  readonly produced: number;
}

export interface WalletAccount {
  readonly address: AddressText;
  readonly label: string;
  readonly selected: boolean;
}

export interface LogEntry {
  readonly time: number;
  readonly level: 'info' | 'warn' | 'error';
  /** one sentence */
  readonly what: string;
  readonly peerId?: string;
  /** name of the fault, such as `header-target` */
  readonly fault?: string;
}

/** What a person asks the wallet to do; the wallet adds nonce, chain and, unless given, gas. */
export type TransactionRequest = {
  /** the selected account unless given */
  readonly from?: AddressText;
  readonly gasPrice?: AmountText;
  readonly gasLimit?: number;
} & (Extract<TransactionFields, { readonly kind: 'transfer' | 'record' | 'file' }> | ValidatorWish | ContractWish);

export type NoParams = Readonly<Record<string, never>>;
export type Nothing = Readonly<Record<string, never>>;

// Methods

type PartTables = PersonalMethodTable & NetworkMethodTable & ValidatorMethodTable & FileMethodTable;

export interface MethodTable extends PartTables, ContractMethodTable {
  readonly node_info: { readonly params: NoParams; readonly result: NodeInfo };
  readonly node_status: { readonly params: NoParams; readonly result: Status };
  /**
   * How much of the open network this node keeps: every block, or headers alone with proofs for what is asked. Takes the
   * place of the running node without a reload; what waits goes along, production ends in light mode. `start` says where a
   * full node without blocks begins: with the first block (`blocks`), with the proved state of a settled one (`state`), or with
   * whichever is quicker (`auto`). It is kept for this network and holds for those that are joined later.
   */
  readonly node_mode: {
    readonly params: { readonly mode: 'full' | 'light'; readonly start?: 'auto' | 'blocks' | 'state' };
    readonly result: Status;
  };

  readonly wallet_create: {
    readonly params: { readonly passphrase: string; readonly words?: 12 | 24 };
    readonly result: { readonly address: AddressText; readonly mnemonic: string };
  };
  readonly wallet_import: {
    readonly params:
      | { readonly mnemonic: string; readonly passphrase: string }
      | { readonly backup: string; readonly passphrase: string };
    readonly result: { readonly address: AddressText };
  };
  /** `backup` is the text of the encrypted backup file. */
  /**
   * Whether the wallet is kept elsewhere too; `done` says that a person has checked their words or saved a backup. What
   * this tab mined before there was a wallet waits for that.
   */
  readonly wallet_backup: {
    readonly params: { readonly done?: true };
    readonly result: { readonly done: boolean };
  };
  readonly wallet_export: {
    readonly params: { readonly passphrase: string };
    readonly result: { readonly backup: string; readonly mnemonic: string };
  };
  readonly wallet_unlock: { readonly params: { readonly passphrase: string }; readonly result: Nothing };
  readonly wallet_lock: { readonly params: NoParams; readonly result: Nothing };
  /** Empty while there is no wallet; 4100 while there is one and it is locked. */
  readonly wallet_accounts: { readonly params: NoParams; readonly result: readonly WalletAccount[] };
  readonly wallet_add: {
    readonly params: { readonly label?: string };
    readonly result: { readonly address: AddressText };
  };
  readonly wallet_select: { readonly params: { readonly address: AddressText }; readonly result: Nothing };

  /** An address without a record has balance 0 and nonce 0. */
  readonly account_get: { readonly params: { readonly address: AddressText }; readonly result: AccountShape };
  /** Newest first, pending ones before all. */
  readonly account_history: {
    readonly params: { readonly address: AddressText; readonly cursor?: string; readonly count?: number };
    readonly result: { readonly items: readonly TxStatus[]; readonly cursor?: string };
  };

  /** About the head. */
  readonly account_prove: { readonly params: ProvablePlace; readonly result: ProofShape };

  /**
   * The largest fee that the transaction can cost; of a contract's also what it locks for what it stores, negative where
   * something comes back. A contract that refuses in a trial on this node: −32000 `contract-failed`, unless gasLimit is given.
   */
  readonly tx_estimate: {
    readonly params: TransactionRequest;
    readonly result: { readonly gas: number; readonly fee: AmountText; readonly deposit?: AmountText };
  };
  readonly tx_send: { readonly params: TransactionRequest; readonly result: { readonly id: HexText } };
  readonly tx_send_raw: { readonly params: { readonly bytes: HexText }; readonly result: { readonly id: HexText } };
  readonly tx_get: { readonly params: { readonly id: HexText }; readonly result: TxStatus };
  /** That a block of the chain has it. */
  readonly tx_prove: { readonly params: { readonly id: HexText }; readonly result: ProofShape };
  /** Needs no network. Any JSON with `bytes` is taken. */
  readonly proof_check: {
    readonly params: { readonly proof: Pick<ProofShape, 'bytes'> & Partial<ProofShape> };
    readonly result: CheckedProof;
  };
  readonly mempool_list: {
    readonly params: { readonly count?: number };
    readonly result: readonly TransactionShape[];
  };

  readonly block_get: {
    readonly params: { readonly height: number } | { readonly id: HexText };
    readonly result: BlockShape;
  };
  /** Newest first, from the head or from the given height downwards. */
  readonly block_list: {
    readonly params: { readonly from?: number; readonly count: number };
    readonly result: readonly BlockListItem[];
  };

  /** The bytes of its header and seal, field by field. */
  readonly block_raw: {
    readonly params: { readonly height: number } | { readonly id: HexText };
    readonly result: RawShape;
  };
  /** The signed bytes, field by field. */
  readonly tx_raw: { readonly params: { readonly id: HexText }; readonly result: RawShape };
  /** The tree of blocks down from the head, 50 heights unless said otherwise, lowest first. */
  readonly chain_forks: {
    readonly params: { readonly depth?: number };
    readonly result: { readonly blocks: readonly TreeBlock[] };
  };

  /** The open network with all its blocks as a `.tabchain` file; `progress` chain-export. */
  readonly chain_export: { readonly params: NoParams; readonly result: { readonly bundle: Uint8Array } };
  /** Its network is opened, its blocks are checked as those of peers; `progress` chain-import. */
  readonly chain_import: {
    readonly params: { readonly bundle: Uint8Array };
    readonly result: { readonly height: number };
  };

  readonly production_start: { readonly params: { readonly intensity?: number }; readonly result: ProductionShape };
  readonly production_stop: { readonly params: NoParams; readonly result: ProductionShape };
  readonly production_status: { readonly params: NoParams; readonly result: ProductionShape };

  /** Linked nodes, then linked relays (`kind: 'relay'`). */
  readonly net_peers: { readonly params: NoParams; readonly result: readonly PeerShape[] };
  readonly net_known: { readonly params: NoParams; readonly result: readonly KnownPeer[] };
  readonly net_addresses: { readonly params: NoParams; readonly result: readonly string[] };
  readonly net_dial: { readonly params: { readonly address: string }; readonly result: PeerShape };
  /** Looks at what could keep peers away; takes up to five seconds. */
  readonly net_diagnose: { readonly params: NoParams; readonly result: DiagnosisShape };
  /** Changes what is given and answers with all; 4090 where it cannot be changed, as on a terminal node. */
  readonly net_settings: { readonly params: { readonly hideAddress?: boolean }; readonly result: NetSettings };
  readonly net_subscribe: { readonly params: { readonly topic: string }; readonly result: Nothing };
  readonly net_unsubscribe: { readonly params: { readonly topic: string }; readonly result: Nothing };
  readonly net_publish: {
    readonly params: { readonly topic: string; readonly text: string };
    readonly result: { readonly reached: number };
  };

  /** Newest first. */
  readonly log_list: { readonly params: { readonly count?: number }; readonly result: readonly LogEntry[] };
}

export type Method = keyof MethodTable;
export type ParamsOf<M extends Method> = MethodTable[M]['params'];
export type ResultOf<M extends Method> = MethodTable[M]['result'];

// Events

export interface EventTable {
  /** Another network is open, or the same in another mode; absent: none is. */
  readonly network: { readonly network?: NetworkShape };
  readonly status: Status;
  readonly head: { readonly height: number; readonly id: HexText };
  /** A new block: made here, or `from` a peer; `fault` names the rule by which it was refused on execution. */
  readonly block: {
    readonly height: number;
    readonly id: HexText;
    readonly from?: string;
    readonly fault?: string;
  };
  /** of the wallet's own accounts */
  readonly transaction: TxStatus;
  /** when one of the two has changed: `hasCoins` is of all accounts, on the network that is open */
  readonly wallet: { readonly backedUp: boolean; readonly hasCoins: boolean };
  readonly peer: { readonly peerId: string; readonly change: 'connected' | 'disconnected' | 'path' };
  readonly message: { readonly topic: string; readonly from: string; readonly text: string };
  /** A person has to know: `what` is a name such as `storage-failed` or a sentence; `choices` are what can be done. */
  readonly alarm: { readonly what: string; readonly choices: readonly string[] };
  /** this node was welcomed with coins */
  readonly welcome: WelcomeGift;
  readonly progress: { readonly job: string; readonly done: number; readonly total: number };
  /** an entry of the log, as it is made */
  readonly log: LogEntry;
}

export type EventName = keyof EventTable;
const everyEvent: Readonly<Record<EventName, true>> = {
  ...{ network: true, status: true, head: true, block: true, transaction: true, wallet: true },
  ...{ peer: true, message: true, alarm: true, progress: true, log: true, welcome: true },
};
export const eventNames = Object.keys(everyEvent) as readonly EventName[];
export type EventListenerOf<E extends EventName> = (payload: EventTable[E]) => void;

// Errors

export const errorCodes = {
  wrongParams: -32602,
  noSuchMethod: -32601,
  internal: -32603,
  ruleRefused: -32000,
  personRefused: 4001,
  notFound: 4040,
  notPossibleNow: 4090,
  walletLocked: 4100,
  noNetwork: 4900,
} as const;

export type ErrorCode = (typeof errorCodes)[keyof typeof errorCodes];

export interface ApiErrorData {
  /** −32602: where in the params, such as `spec.consensus.kind` */
  readonly path?: string;
  /** −32602: what is allowed there, as a phrase */
  readonly expected?: string;
  /** 4090: why not now, a name such as `no-wallet` */
  readonly reason?: string;
  /** `contract-failed`: of the contract's source */
  readonly line?: number;
  /** the fault's name, such as `amount-over-balance` */
  readonly fault?: string;
}

export interface ApiError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly data?: ApiErrorData;
}

// The provider

/** Params may be left out where none are required. */
export type Call<M extends Method> =
  NoParams extends ParamsOf<M>
    ? { readonly method: M; readonly params?: ParamsOf<M> }
    : { readonly method: M; readonly params: ParamsOf<M> };

/** EIP-1193 in form: `request` rejects with an `ApiError`; `on` and `off` take the same listener. */
export interface Provider {
  readonly request: <M extends Method>(call: Call<M>) => Promise<ResultOf<M>>;
  readonly on: <E extends EventName>(event: E, listener: EventListenerOf<E>) => void;
  readonly off: <E extends EventName>(event: E, listener: EventListenerOf<E>) => void;
}
