// Makes blocks on any block, right ones and wrong ones, with real seals. A right block is executed with the rules of the
// core on the state of its parent; a wrong one is a right one whose header or body is changed and sealed again. Keeps
// the whole state of every block it made, so it is for small chains only.

import sodium from 'libsodium-wrappers';
import { concatBytes } from '../core/bytes/index.ts';
import { createGenesis, type Genesis } from '../core/chain/index.ts';
import {
  type Ancestry,
  type ConsensusEngine,
  engineFor,
  type Preparation,
  type PromisedHeader,
  type ValidatorContext,
} from '../core/consensus/index.ts';
import {
  appendToRange,
  emptyRange,
  type MountainRange,
  rangeRoot,
  sha256,
  signatureCheckFrom,
  signMessage,
  vrfProve,
} from '../core/crypto/index.ts';
import { toHex } from '../core/bytes/index.ts';
import {
  type Block,
  bytesOf,
  type ChainSpec,
  encodeBlock,
  encodeHeader,
  type Header,
  type Hex32,
  isContractCall,
  protocolVersion,
  receiptRootOf,
  sealDigestOf,
  type SealedHeader,
  sealHeader,
  sealSigningBytes,
  type Transaction,
  transactionRootOf,
} from '../core/model/index.ts';
import {
  applyTransaction,
  beginBlock,
  type CheckedTransaction,
  createState,
  finishExecution,
  gasOf,
  type State,
} from '../core/state/index.ts';
import { type TestWallet, walletOf } from './test-wallet.ts';

export interface ForgedBlock {
  readonly block: Block;
  readonly id: Hex32;
  readonly height: number;
  readonly header: Header;
  readonly bytes: Uint8Array;
  readonly parent: ForgedBlock | undefined;
  /** the state after it, as the rules have it, whatever its header says */
  readonly state: State;
  readonly range: MountainRange;
  readonly validators: ValidatorContext | undefined;
}

export interface ForgeOrder {
  /** those that cannot be executed are in the body all the same and change nothing */
  readonly transactions?: readonly Transaction[];
  readonly producer?: Hex32;
  /** who produces and signs, where a signature seals */
  readonly wallet?: TestWallet;
  readonly time?: number;
  /** what the header says instead of the truth; sealed afterwards */
  readonly lie?: Partial<Header>;
  /** a seal that misses the target, or is signed by another key */
  readonly unsealed?: boolean;
  /** who signs in the wallet's place */
  readonly signer?: TestWallet;
  /** what the seal has instead of the right draw, where a draw wins the slot */
  readonly proof?: Uint8Array;
}

export interface BlockForge {
  readonly spec: ChainSpec;
  readonly genesisOf: () => Genesis;
  readonly engine: ConsensusEngine;
  readonly chainId: Hex32;
  readonly genesis: ForgedBlock;
  readonly build: (parent: ForgedBlock, order?: ForgeOrder) => ForgedBlock;
  /** `count` empty blocks, one on the other, from the lowest up. */
  readonly extend: (parent: ForgedBlock, count: number, order?: ForgeOrder) => readonly ForgedBlock[];
}

/** The first nonce that meets the header's target, or the first that does not. */
export const searchSeal = (header: Header, meets = true): Uint8Array => {
  if (header.consensus.kind !== 'pow') throw new Error('only proof of work has a nonce to search');
  const digest = sealDigestOf(encodeHeader(header));
  const nonce = new Uint8Array(8);
  for (let tried = 0; ; tried++) {
    new DataView(nonce.buffer).setUint32(4, tried);
    if (toHex(sha256(concatBytes(digest, nonce))) < header.consensus.target === meets) return nonce;
  }
};

/** A block of exactly this header and these transactions, whether they fit each other or not. */
export const blockOf = (sealed: SealedHeader, transactions: readonly Transaction[]): Block => ({
  ...sealed,
  transactions,
  size: encodeBlock(sealed, transactions).length,
});

interface Executed {
  readonly state: State;
  readonly receiptRoot: Hex32;
  readonly gasUsed: number;
  readonly validators: Uint8Array | undefined;
}

const execute = (
  spec: ChainSpec,
  parent: ForgedBlock,
  producer: Hex32,
  transactions: readonly Transaction[],
): Executed => {
  const state = createState(parent.state.entries());
  const facts = { spec, height: parent.height + 1, time: parent.header.time, producer };
  const layer = beginBlock(state, facts);
  const receipts = [];
  for (const transaction of transactions) {
    if (isContractCall(transaction)) continue; // there is no machine here
    const checked: CheckedTransaction = {
      transaction,
      gas: gasOf(spec, transaction.payload, transaction.bytes.length),
    };
    const receipt = applyTransaction(checked, layer, facts);
    if (receipt.ok) receipts.push(receipt.value);
  }
  const done = finishExecution(state, layer, facts, receipts);
  if (done.ok) state.adopt(done.value.state);
  return {
    state,
    receiptRoot: receiptRootOf(receipts),
    gasUsed: receipts.reduce((sum, { gasUsed }) => sum + gasUsed, 0),
    validators: done.ok ? done.value.validators : undefined,
  };
};

/** Whoever produces when nobody is named. */
const anyProducer = walletOf(99).publicKey;

const producerOf = ({ producer, wallet }: ForgeOrder): Hex32 => producer ?? wallet?.publicKey ?? anyProducer;

const ancestryOn = ({ header, parent, validators }: ForgedBlock): Ancestry => ({
  parent: header,
  grandparentTime: parent?.header.time,
  validators,
});

const signSeal = (header: Header, { wallet, signer, unsealed }: ForgeOrder, proof: Uint8Array): Uint8Array => {
  const { seed } = unsealed === true ? walletOf(98) : (signer ?? wallet ?? {});
  if (seed === undefined) throw new Error('a signature needs a wallet');
  const digest = toHex(sealDigestOf(encodeHeader(header)));
  return concatBytes(proof, signMessage(seed, sealSigningBytes(header.chainId, digest)));
};

interface Workshop {
  readonly spec: ChainSpec;
  readonly engine: ConsensusEngine;
  /** draws that were made, by key and input */
  readonly proofs: Map<string, Uint8Array>;
}

type Ready = Extract<Preparation, { type: 'ready' }>;

/** In which a staker wins a slot whatever it draws, give or take. */
const waitsMax = 100;

/** The first slot from `time` on that the producer may seal in; where work seals, that time. */
const readyOn = ({ engine, proofs }: Workshop, parent: ForgedBlock, order: ForgeOrder, time: number): Ready => {
  const { wallet } = order;
  const proofOf = (input: Hex32): Uint8Array | undefined => {
    if (wallet === undefined) return undefined;
    const key = wallet.publicKey + input;
    const proof = proofs.get(key) ?? vrfProve(wallet.seed, bytesOf(input));
    proofs.set(key, proof);
    return proof;
  };
  const candidate = { producer: producerOf(order), signedUpTo: -1, proofOf };
  let now = time;
  for (let waited = 0; waited < waitsMax; waited++) {
    const preparation = engine.prepare(ancestryOn(parent), now, candidate);
    if (preparation.type === 'ready') return preparation;
    if (preparation.type === 'prove' || engine.kind === 'pow') break;
    now = preparation.until;
  }
  throw new Error('a block before its time needs a lie');
};

const headerOn = (
  workshop: Workshop,
  { parent, order, executed }: { parent: ForgedBlock; order: ForgeOrder; executed: Executed },
): PromisedHeader & { readonly proof: Uint8Array } => {
  const { spec, engine } = workshop;
  const spacing = spec.consensus.kind === 'pow' ? spec.consensus.blockTimeMs : spec.consensus.slotMs;
  const producer = producerOf(order);
  const preparation = readyOn(workshop, parent, order, order.time ?? parent.header.time + spacing);
  const header = {
    version: protocolVersion,
    chainId: parent.height === 0 ? parent.id : parent.header.chainId,
    height: parent.height + 1,
    parent: parent.id,
    time: preparation.time,
    producer,
    transactionRoot: transactionRootOf(order.transactions ?? []),
    stateRoot: executed.state.root(),
    receiptRoot: executed.receiptRoot,
    historyRoot: toHex(rangeRoot(parent.range)),
    gasUsed: executed.gasUsed,
    consensus: preparation.consensus,
  };
  const promised = engine.promiseValidators(header, ancestryOn(parent), executed.validators);
  const proof = order.proof ?? preparation.proof ?? new Uint8Array(0);
  return { ...promised, header: { ...promised.header, ...order.lie }, proof };
};

export const createForge = (spec: ChainSpec): BlockForge => {
  const engine = engineFor(spec, { signatureCheck: signatureCheckFrom(sodium) });
  const workshop: Workshop = { spec, engine, proofs: new Map() };
  const first = createGenesis(spec);
  const genesis: ForgedBlock = {
    block: blockOf(first.block, []),
    id: first.chainId,
    height: 0,
    header: first.block.header,
    bytes: encodeBlock(first.block, []),
    parent: undefined,
    state: first.state,
    range: appendToRange(emptyRange, bytesOf(first.chainId)),
    validators: engine.firstValidators(first.chainId, first.validators),
  };

  const build = (parent: ForgedBlock, order: ForgeOrder = {}): ForgedBlock => {
    const transactions = order.transactions ?? [];
    const executed = execute(spec, parent, producerOf(order), transactions);
    const { header, validators: carried, proof } = headerOn(workshop, { parent, order, executed });
    const isMined = header.consensus.kind === 'pow';
    const seal = isMined ? searchSeal(header, order.unsealed !== true) : signSeal(header, order, proof);
    const bare = sealHeader(header, seal);
    const sealed = carried === undefined ? bare : { ...bare, validators: carried };
    const validators = engine.validatorsAfter(sealed, ancestryOn(parent));
    return {
      block: blockOf(sealed, transactions),
      id: sealed.id,
      height: parent.height + 1,
      header,
      bytes: encodeBlock(sealed, transactions),
      parent,
      state: executed.state,
      range: appendToRange(parent.range, bytesOf(sealed.id)),
      validators: validators.ok ? validators.value : undefined,
    };
  };

  const extend = (parent: ForgedBlock, count: number, order: ForgeOrder = {}): readonly ForgedBlock[] => {
    const blocks: ForgedBlock[] = [];
    for (let i = 0; i < count; i++) blocks.push(build(blocks.at(-1) ?? parent, order));
    return blocks;
  };

  return {
    spec,
    engine,
    chainId: first.chainId,
    genesisOf: () => createGenesis(spec),
    genesis,
    build,
    extend,
  };
};
