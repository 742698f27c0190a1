// Makes the next block of a producer: the transactions that pay best and fit, executed on the head's state, and the
// header that promises the result. What comes back lacks only its seal, which the host finds or makes.

import { ancestryOf, type BlockNode, type Chain, historyRootAfter } from '../chain/index.ts';
import type { Candidate, SealTask } from '../consensus/index.ts';
import { type Header, type Hex32, protocolVersion, transactionRootOf } from '../model/index.ts';
import {
  applyTransaction,
  beginBlock,
  type BlockFacts,
  type CheckedTransaction,
  type Execution,
  finishExecution,
  gasReserve,
  type StateView,
} from '../state/index.ts';

/**
 * Where transactions come from, best first (the mempool's `ranked`). It is told with `next` whether the last one was
 * taken, so that it can pass over what follows from it.
 */
export interface Candidates {
  readonly ranked: (view: StateView) => Generator<CheckedTransaction, undefined, boolean | undefined>;
}

/** A block that waits for its seal. */
export interface Draft {
  readonly header: Header;
  readonly transactions: readonly CheckedTransaction[];
  readonly task: SealTask;
  /** what the seal has in front of a signature */
  readonly proof: Uint8Array | undefined;
  /** see Preparation; 0 where nothing is signed */
  readonly quietSlots: number;
  /** who rules next, where the header has to carry that */
  readonly validators: Uint8Array | undefined;
  /** from this time on another draft would be better (ms) */
  readonly renewAt: number;
}

export type DraftResult =
  | { readonly type: 'draft'; readonly draft: Draft }
  | { readonly type: 'wait'; readonly until: number; readonly ownSlotAt?: number }
  /** the producer needs these VRF proofs first */
  | { readonly type: 'prove'; readonly inputs: readonly Hex32[] }
  /** the network's rules want a transaction first */
  | { readonly type: 'wait-for-transactions' };

/** Whose block it will be, and of what time (ms). */
interface Place {
  readonly producer: Hex32;
  readonly time: number;
}

const factsAt = ({ spec, head, contracts }: Chain, { producer, time }: Place): BlockFacts => ({
  spec,
  height: head().height + 1,
  time,
  producer,
  contracts,
});

/** Header, seal and the count of transactions, rounded up. */
const envelopeBytes = 1024;

const fill = (chain: Chain, candidates: Candidates, place: Place) => {
  const { spec, state } = chain;
  const facts = factsAt(chain, place);
  const layer = beginBlock(state, facts);
  const taken: CheckedTransaction[] = [];
  const receipts = [];
  let gas = 0;
  let bytes = envelopeBytes;
  const ranking = candidates.ranked(state);
  for (let next = ranking.next(); next.done !== true;) {
    const checked = next.value;
    const size = checked.transaction.bytes.length + 4;
    const fits = gas + gasReserve(checked) <= spec.blockGasMax && bytes + size <= spec.blockBytesMax;
    const receipt = fits ? applyTransaction(checked, layer, facts) : undefined;
    if (receipt?.ok === true) {
      taken.push(checked);
      receipts.push(receipt.value);
      gas += receipt.value.gasUsed;
      bytes += size;
    }
    next = ranking.next(receipt?.ok === true);
  }
  return { taken, execution: finishExecution(state, layer, facts, receipts) };
};

/** The body, or an empty one where the best one would burst the state. */
const chooseBody = (
  chain: Chain,
  candidates: Candidates,
  place: Place,
): { readonly taken: readonly CheckedTransaction[]; readonly execution: Execution } | undefined => {
  const full = fill(chain, candidates, place);
  if (full.execution.ok) return { taken: full.taken, execution: full.execution.value };
  const facts = factsAt(chain, place);
  const empty = finishExecution(chain.state, beginBlock(chain.state, facts), facts, []);
  return empty.ok ? { taken: [], execution: empty.value } : undefined;
};

const headerOn = (head: BlockNode, chainId: Hex32) => ({
  version: protocolVersion,
  chainId,
  height: head.height + 1,
  parent: head.id,
  historyRoot: historyRootAfter(head),
});

/** How long to wait when no block can be made at all, because the state is full (ms). */
const retryMs = 10_000;

export const buildBlock = (chain: Chain, candidates: Candidates, candidate: Candidate, now: number): DraftResult => {
  const head = chain.head();
  const ancestry = ancestryOf(head);
  const { producer } = candidate;
  const preparation = chain.engine.prepare(ancestry, now, candidate);
  if (preparation.type !== 'ready') return preparation;
  const body = chooseBody(chain, candidates, { producer, time: preparation.time });
  if (body === undefined) return { type: 'wait', until: now + retryMs };
  if (body.taken.length === 0 && !chain.engine.bodyMayBeEmpty) return { type: 'wait-for-transactions' };
  const bare: Header = {
    ...headerOn(head, chain.chainId),
    time: preparation.time,
    producer,
    transactionRoot: transactionRootOf(body.taken.map(({ transaction }) => transaction)),
    stateRoot: body.execution.state.root,
    receiptRoot: body.execution.receiptRoot,
    gasUsed: body.execution.gasUsed,
    consensus: preparation.consensus,
  };
  const { header, validators } = chain.engine.promiseValidators(bare, ancestry, body.execution.validators);
  const task = chain.engine.sealTask(header);
  const { renewAt, proof, quietSlots = 0 } = preparation;
  return { type: 'draft', draft: { header, transactions: body.taken, task, renewAt, proof, quietSlots, validators } };
};
