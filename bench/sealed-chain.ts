// Makes a small network and its first blocks, sealed and full of signed transfers, for figures that import them. Nothing
// in them is left out or made up: signatures, roots, histories and seals are right. Every transfer of a block has a sender
// and a recipient of its own, which is the most that so many transfers can touch of the state.
// Bounds: at least as many accounts as transfers in a block, at most the 4,096 of a genesis block.

import { createChain, createGenesis } from '../shared/core/chain/index.ts';
import type { Chain } from '../shared/core/chain/index.ts';
import { createPowEngine } from '../shared/core/consensus/index.ts';
import { createMempool } from '../shared/core/mempool/index.ts';
import { decodeBlock, encodeBlock, sealHeader } from '../shared/core/model/index.ts';
import type { ChainSpec, SealedHeader, Transaction } from '../shared/core/model/index.ts';
import { buildBlock } from '../shared/core/production/index.ts';
import type { Draft } from '../shared/core/production/index.ts';
import { checkTransactionForm } from '../shared/core/state/index.ts';
import {
  blockTimeMs,
  createPeople,
  easySpec,
  genesisTime,
  signedMessageOf,
  signedTransfer,
} from './signed-transfers.ts';
import type { Person, SignedMessage, SigningSodium } from './signed-transfers.ts';

export interface SealedChainPlan {
  readonly blocks: number;
  readonly transfersPerBlock: number;
  /** people with coins, who take turns in sending; as many as there are transfers in a block unless said otherwise */
  readonly accounts?: number;
  readonly sodium: SigningSodium;
}

export interface SealedChain {
  readonly spec: ChainSpec;
  /** the bytes of each block, ascending from height 1 */
  readonly blocks: readonly Uint8Array[];
  /** every transaction of the blocks, block by block */
  readonly signed: readonly SignedMessage[];
}

export function sealedChain(plan: SealedChainPlan): SealedChain {
  const { blocks, transfersPerBlock, sodium } = plan;
  const people = createPeople(Math.max(2, plan.accounts ?? transfersPerBlock), sodium);
  if (people.length < transfersPerBlock) throw new RangeError('a block has more transfers than there are people');
  const chain = newChain(easySpec(people));
  const nextTransfer = transfersInTurn(chain, people, sodium);
  const encoded: Uint8Array[] = [];
  const signed: SignedMessage[] = [];
  for (let height = 1; height <= blocks; height++) {
    const transfers = Array.from({ length: transfersPerBlock }, () => nextTransfer(height));
    encoded.push(nextBlock(chain, transfers));
    signed.push(...transfers.map(signedMessageOf));
  }
  return { spec: chain.spec, blocks: encoded, signed };
}

/** Everybody sends in turn, to somebody who is further away in each block. */
function transfersInTurn(
  { chainId }: Chain,
  people: readonly Person[],
  sodium: SigningSodium,
): (height: number) => Transaction {
  let sent = 0;
  return (height) => {
    const sender = people[sent % people.length];
    const recipient = people[(sent + height) % people.length];
    if (sender === undefined || recipient === undefined) throw new Error('a transfer without people');
    const nonce = Math.floor(sent / people.length);
    sent += 1;
    return signedTransfer({ chainId, sender, recipient, nonce, gasPrice: 1n, validUntil: height + 100 }, sodium);
  };
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

/** The next block with all of these transfers; the chain stands on it afterwards. */
function nextBlock(chain: Chain, transfers: readonly Transaction[]): Uint8Array {
  const now = genesisTime + (chain.head().height + 1) * blockTimeMs;
  const mempool = createMempool();
  for (const transaction of transfers) {
    const form = checkTransactionForm(transaction, chain);
    const added = form.ok ? mempool.add(form.value, chain.state, chain.head().height) : form;
    if (!added.ok) throw new Error(`a transfer was refused: ${added.error.type}`);
  }
  const result = buildBlock(
    chain,
    mempool,
    { producer: 'f'.repeat(64), signedUpTo: -1, proofOf: () => undefined },
    now,
  );
  if (result.type !== 'draft') throw new Error(`no block can be made: ${result.type}`);
  if (result.draft.transactions.length !== transfers.length) throw new Error('the transfers do not fit one block');
  const bytes = encodeBlock(
    searchSeal(result.draft),
    result.draft.transactions.map(({ transaction }) => transaction),
  );
  append(chain, bytes, now);
  return bytes;
}

/** A seal by trial. */
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
