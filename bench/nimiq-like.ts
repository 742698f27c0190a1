// What the benches use of @nimiq/core 1.6.4, as its own documentation names it. Its own types are not here to check against,
// because it is installed only when a figure is asked for; a wrong one fails when that figure is taken.
// Bound: only what bench/nimiq-peer.ts calls.

/** Bytes with a place to write at; everything that is sent can be written into one and read from one. */
export interface SerialBuffer extends Uint8Array {
  readonly writeUint16: (value: number) => void;
}

export interface Serializable {
  readonly serialize: (into?: SerialBuffer) => SerialBuffer;
}

export interface Hash extends Serializable {
  readonly toHex: () => string;
}

export interface KeyPair {
  readonly privateKey: Serializable;
  readonly publicKey: Serializable & { readonly toAddress: () => Serializable };
}

export interface Transaction extends Serializable {
  readonly serializeContent: () => SerialBuffer;
  signature: Serializable;
}

export interface Header {
  nonce: number;
  /** computes Argon2d of the header */
  readonly verifyProofOfWork: () => Promise<boolean>;
}

export interface Block extends Serializable {
  readonly header: Header;
  readonly body: { readonly transactions: readonly Transaction[] };
}

export interface AccountsTree {
  readonly put: (address: Serializable, account: Serializable) => Promise<void>;
  readonly root: () => Promise<Hash>;
}

export interface Accounts {
  readonly hash: () => Promise<Hash>;
}

export interface FullChain {
  readonly height: number;
  /** 1 where the block is the new head on top of the last one; others and negative ones are refusals */
  readonly pushBlock: (block: Block) => Promise<number>;
}

export interface Mempool {
  readonly length: number;
  /** 1 where the transaction was accepted */
  readonly pushTransaction: (transaction: Transaction) => Promise<number>;
}

export interface Database {
  readonly close: () => Promise<void>;
}

/** The module itself. */
export interface NimiqLike {
  readonly Log: { readonly instance: { level: number }; readonly WARNING: number };
  readonly Policy: { BLOCK_TARGET_MAX: unknown; readonly blockRewardAt: (height: number) => number };
  readonly BlockUtils: { readonly compactToTarget: (compact: number) => unknown };
  readonly BufferUtils: { readonly toBase64: (buffer: Uint8Array) => string };
  readonly GenesisConfig: { readonly init: (config: Readonly<Record<string, unknown>>) => void };
  readonly KeyPair: { readonly generate: () => KeyPair };
  readonly Signature: {
    readonly create: (privateKey: Serializable, publicKey: Serializable, data: Uint8Array) => Serializable;
  };
  readonly SerialBuffer: new (bytesOrLength: Uint8Array | number) => SerialBuffer;
  readonly Hash: new (bytes: Uint8Array | null) => Hash;
  readonly Address: new (bytes: Uint8Array) => Serializable;
  readonly BasicAccount: new (balance: number) => Serializable;
  readonly BasicTransaction: new (
    sender: Serializable,
    recipient: Serializable,
    value: number,
    fee: number,
    validityStartHeight: number,
    signature: undefined,
    networkId: number,
  ) => Transaction;
  readonly Transaction: { readonly unserialize: (buffer: SerialBuffer) => Transaction };
  readonly Block: (new (header: Header, interlink: Serializable, body: Serializable) => Block) & {
    readonly unserialize: (buffer: SerialBuffer) => Block;
  };
  readonly BlockBody: new (
    miner: Serializable,
    transactions: readonly Transaction[],
  ) => Serializable & {
    readonly hash: () => Hash;
  };
  readonly BlockInterlink: new (hashes: readonly Hash[], previous: Hash) => Serializable;
  readonly BlockHeader: new (
    previous: Hash,
    interlink: Hash,
    body: Hash,
    accounts: Hash,
    nBits: number,
    height: number,
    timestamp: number,
    nonce: number,
  ) => Header;
  readonly BlockProducer: new (
    chain: FullChain,
    accounts: Accounts,
    mempool: Mempool,
    time: unknown,
  ) => { readonly getNextBlock: (miner: Serializable) => Promise<Block> };
  readonly Time: new () => unknown;
  readonly AccountsTree: { readonly createVolatile: () => Promise<AccountsTree> };
  readonly Accounts: {
    readonly createVolatile: () => Promise<Accounts>;
    readonly getPersistent: (database: Database) => Promise<Accounts>;
  };
  readonly FullChain: {
    SYNCHRONIZER_THROTTLE_WAIT: number;
    readonly createVolatile: (accounts: Accounts, time: unknown) => Promise<FullChain>;
    readonly getPersistent: (database: Database, accounts: Accounts, time: unknown) => Promise<FullChain>;
  };
  readonly Mempool: new (chain: FullChain, accounts: Accounts) => Mempool;
  /** its constructor gives a promise of it */
  readonly ConsensusDB: new (pathPrefix: string, isLight: boolean) => Promise<Database>;
}
