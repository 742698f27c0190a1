// Blocks in the shapes of the API: pure mappings from the core's values. A list item leaves out the transactions, which
// are most of a block.

import type { ConsensusFacts } from '../core/consensus/index.ts';
import {
  type Block,
  type ConsensusField,
  formatCid,
  type SealedHeader,
  type Transaction,
} from '../core/model/index.ts';
import type { BlockListItem, BlockShape, ConsensusShape, FileShape } from './api.ts';
import { showAccount, showBytes, showHex, showTransaction } from './show-transaction.ts';

const showConsensus = (field: ConsensusField, seal: Uint8Array): ConsensusShape => {
  switch (field.kind) {
    case 'pow':
      return { kind: 'pow', target: showHex(field.target), nonce: showBytes(seal) };
    case 'pos':
      return { kind: 'pos', slot: field.slot, vrfOutput: showBytes(field.vrfOutput) };
    case 'poa':
      return { kind: 'poa', slot: field.slot };
  }
};

/** What only a node that remembers who ruled can add. */
const withFacts = (shown: ConsensusShape, facts: ConsensusFacts | undefined): ConsensusShape => {
  if (shown.kind === 'pos' && facts?.kind === 'pos' && facts.threshold !== undefined) {
    return { ...shown, draw: { drawn: facts.drawn, threshold: facts.threshold } };
  }
  return shown.kind === 'poa' && facts?.kind === 'poa' && facts.signers > 0
    ? { ...shown, signers: facts.signers }
    : shown;
};

const filesOf = (transactions: readonly Transaction[]): readonly FileShape[] =>
  transactions.flatMap(({ payload }) =>
    payload.kind === 'file' ? [{ cid: formatCid(payload.cid), name: payload.name, size: payload.size }] : [],
  );

/** `settledHeight` is the highest height that counts as final. */
export const showBlockListItem = (block: Block, settledHeight: number, facts?: ConsensusFacts): BlockListItem => {
  const { header, seal } = block;
  return {
    id: showHex(block.id),
    height: header.height,
    parent: showHex(header.parent),
    time: header.time,
    producer: showAccount(header.producer),
    consensus: withFacts(showConsensus(header.consensus, seal), facts),
    transactionRoot: showHex(header.transactionRoot),
    stateRoot: showHex(header.stateRoot),
    receiptRoot: showHex(header.receiptRoot),
    historyRoot: showHex(header.historyRoot),
    gasUsed: header.gasUsed,
    size: block.size,
    files: filesOf(block.transactions),
    settled: header.height <= settledHeight,
  };
};

/** Where the header is all there is: what only the body could say is empty, and said to be so. */
export const showHeader = (sealed: SealedHeader, settledHeight: number, facts?: ConsensusFacts): BlockListItem => ({
  ...showBlockListItem({ ...sealed, transactions: [], size: sealed.bytes.length }, settledHeight, facts),
  headerOnly: true,
});

export const showBlock = (block: Block, settledHeight: number, facts?: ConsensusFacts): BlockShape => ({
  ...showBlockListItem(block, settledHeight, facts),
  transactions: block.transactions.map(showTransaction),
});
