// Makes a small network and its first blocks, sealed and full of signed transfers, for figures that import them. All is
// real: the spec, the signatures, the roots, the proof of work (easy: one leading zero). Every transfer of a block has a
// sender and a recipient of its own, which is the most that so many transfers can touch of the state.
// Bounds: as many accounts as transfers in a block, at most the 4,096 of a genesis block.

import { fromHex, toHex } from '../shared/core/bytes/index.ts';
import { createChain, createGenesis } from '../shared/core/chain/index.ts';
import type { Chain } from '../shared/core/chain/index.ts';
import { createPowEngine } from '../shared/core/consensus/index.ts';
import { createMempool } from '../shared/core/mempool/index.ts';
import {
  accountAddress,
  decodeBlock,
  encodeBlock,
  encodeUnsigned,
  formatAddress,
  parseChainSpec,
  sealHeader,
  signingBytesOf,
  transactionSigningBytes,
  withSignature,
} from '../shared/core/model/index.ts';
import type { ChainSpec, SealedHeader, Transaction, UnsignedTransaction } from '../shared/core/model/index.ts';
import { buildBlock } from '../shared/core/production/index.ts';
import type { Draft } from '../shared/core/production/index.ts';
import { checkTransactionForm } from '../shared/core/state/index.ts';

/** What is needed of libsodium-wrappers, once its `ready` has resolved: it signs some times faster than noble. */
export interface SigningSodium {
  readonly crypto_sign_seed_keypair: (seed: Uint8Array) => {
    readonly publicKey: Uint8Array;
    readonly privateKey: Uint8Array;
  };
  readonly crypto_sign_detached: (message: Uint8Array, privateKey: Uint8Array) => Uint8Array;
}

export interface SealedChainPlan {
  readonly blocks: number;
  readonly transfersPerBlock: number;
  readonly sodium: SigningSodium;
}

/** A signature with what it was made over, as the check takes it. */
export interface SignedMessage {
  readonly signature: Uint8Array;
  readonly message: Uint8Array;
  readonly publicKey: Uint8Array;
}

export interface SealedChain {
  readonly spec: ChainSpec;
  /** the bytes of each block, ascending from height 1 */
  readonly blocks: readonly Uint8Array[];
  /** every transaction of the blocks, in their order */
  readonly signed: readonly SignedMessage[];
}

interface Person {
  readonly publicKey: string;
  readonly privateKey: Uint8Array;
}

const genesisTime = Date.UTC(2025, 0, 1);
const blockTimeMs = 1000;
const startingAmount = 1_000_000_000n;
/** A transfer costs 28,000 gas for its signature and 20 for each of its 240 bytes. */
const transferGas = 40_000;

export function sealedChain({ blocks, transfersPerBlock, sodium }: SealedChainPlan): SealedChain {
  const people = Array.from({ length: Math.max(2, transfersPerBlock) }, (_, index) => personOf(index, sodium));
  const chain = newChain(easySpec(people));
  const encoded: Uint8Array[] = [];
  const signed: SignedMessage[] = [];
  for (let height = 1; height <= blocks; height++) {
    const transfers = people
      .slice(0, transfersPerBlock)
      .map((_, index) => transfer(chain, people, { index, height }, sodium));
    const bytes = nextBlock(chain, transfers);
    encoded.push(bytes);
    for (const transaction of transfers) {
      const publicKey = fromHex(transaction.sender);
      if (publicKey === undefined) throw new Error('a public key that is not hexadecimal');
      signed.push({ signature: transaction.signature, message: signingBytesOf(transaction), publicKey });
    }
  }
  return { spec: chain.spec, blocks: encoded, signed };
}

function personOf(index: number, sodium: SigningSodium): Person {
  const seed = new Uint8Array(32);
  new DataView(seed.buffer).setUint32(0, index + 1);
  const { publicKey, privateKey } = sodium.crypto_sign_seed_keypair(seed);
  return { publicKey: toHex(publicKey), privateKey };
}

function easySpec(people: readonly Person[]): ChainSpec {
  const spec = parseChainSpec({
    name: 'Measured',
    genesisTime,
    salt: '00'.repeat(16),
    consensus: { kind: 'pow', blockTimeMs, retarget: { kind: 'fixed', leadingHexZeros: 1 } },
    allocations: people.map(({ publicKey }) => ({
      address: formatAddress(accountAddress(publicKey)),
      amount: startingAmount.toString(),
    })),
  });
  if (!spec.ok) throw new Error(`the spec is wrong: ${spec.error.path} must be ${spec.error.expected}`);
  return spec.value;
}

/** A chain whose own transactions need no second look. */
function newChain(spec: ChainSpec): Chain {
  if (spec.consensus.kind !== 'pow') throw new Error('only proof of work can be sealed here');
  return createChain({
    spec,
    genesis: createGenesis(spec),
    engine: createPowEngine(spec.consensus),
    signatureCheck: () => true,
    isVerified: () => true,
  });
}

function transfer(
  { chainId }: Chain,
  people: readonly Person[],
  { index, height }: { readonly index: number; readonly height: number },
  sodium: SigningSodium,
): Transaction {
  const sender = people[index];
  const recipient = people[(index + height) % people.length];
  if (sender === undefined || recipient === undefined) throw new Error('a transfer without people');
  const unsigned: UnsignedTransaction = {
    chainId,
    sender: sender.publicKey,
    nonce: height - 1,
    gasLimit: transferGas,
    gasPrice: 1n,
    validUntil: height + 100,
    payload: { kind: 'transfer', to: accountAddress(recipient.publicKey), amount: 1n },
  };
  const message = transactionSigningBytes(encodeUnsigned(unsigned));
  return withSignature(unsigned, sodium.crypto_sign_detached(message, sender.privateKey));
}

/** The next block with all of these transfers; the chain stands on it afterwards. */
function nextBlock(chain: Chain, transfers: readonly Transaction[]): Uint8Array {
  const now = genesisTime + (chain.head().height + 1) * blockTimeMs;
  const mempool = createMempool();
  for (const transaction of transfers) {
    const form = checkTransactionForm(transaction, chain);
    const added = form.ok ? mempool.add(form.value, chain.state, chain.head().height) : form;
    if (!added.ok) throw new Error(`a transfer was refused: ${added.error.type}`);
  }
  const result = buildBlock(chain, mempool, 'f'.repeat(64), now);
  if (result.type !== 'draft') throw new Error(`no block can be made: ${result.type}`);
  if (result.draft.transactions.length !== transfers.length) throw new Error('the transfers do not fit one block');
  const bytes = encodeBlock(
    searchSeal(result.draft),
    result.draft.transactions.map(({ transaction }) => transaction),
  );
  append(chain, bytes, now);
  return bytes;
}

/** A seal by trial; with one leading zero every sixteenth nonce is one. */
function searchSeal({ header }: Draft): SealedHeader {
  const { consensus } = header;
  if (consensus.kind !== 'pow') throw new Error('only proof of work can be sealed here');
  const nonce = new Uint8Array(8);
  const view = new DataView(nonce.buffer);
  for (let tried = 0; ; tried++) {
    view.setUint32(4, tried);
    const sealed = sealHeader(header, nonce.slice());
    if (sealed.id < consensus.target) return sealed;
  }
}

function append(chain: Chain, bytes: Uint8Array, now: number): void {
  const block = decodeBlock(bytes, chain.spec.blockBytesMax);
  const node = block.ok ? chain.acceptHeader(block.value, now) : block;
  const body = block.ok && node.ok ? chain.acceptBody(node.value, block.value) : node;
  if (!body.ok) throw new Error(`a block of our own was refused: ${body.error.type}`);
  const { condemned } = chain.advance();
  const [first] = condemned;
  if (first !== undefined) throw new Error(`a block of our own was refused: ${first.fault.type}`);
  chain.trim();
}
