// Why a block or a transaction is valid: the rules of docs/protocol/rules.md in their order, each in a sentence with the
// value that it was checked on. The node has checked them before the object came to this screen; here they are only told,
// and where the values are at hand the comparison is made again, so that a sentence never claims what does not hold. Pure.

import type {
  BlockListItem,
  BlockShape,
  ChainSpecShape,
  ReceiptShape,
  TransactionShape,
} from '../../../shared/provider/index.ts';
import { bytesText } from '../words/quantity.ts';

export interface ToldRule {
  readonly fault: string;
  readonly says: string;
  readonly value: string;
}

const numberIn = (spec: ChainSpecShape, key: string): number | undefined => {
  const value = spec[key];
  return typeof value === 'number' ? value : undefined;
};

/** Left out when what is known here does not bear it out. */
const told = (holds: boolean, fault: string, says: string, value: string): readonly ToldRule[] =>
  holds ? [{ fault, says, value }] : [];

const sealRules = ({ id, consensus }: BlockShape): readonly ToldRule[] => {
  if (consensus.kind === 'pow') {
    const target = 'The target is the one that the times of the blocks before give.';
    const seal = 'The id, read as a number, is below the target: somebody searched for the nonce that makes it so.';
    return [
      ...told(true, 'header-target', target, consensus.target),
      ...told(BigInt(id) < BigInt(consensus.target), 'header-seal', seal, `${id} < ${consensus.target}`),
    ];
  }
  const says = 'The producer’s turn was this slot, and the seal is the producer’s.';
  return told(true, 'header-seal', says, `slot ${consensus.slot}`);
};

const headerRules = (block: BlockShape, parent: BlockListItem, chainId: string): readonly ToldRule[] => [
  ...told(true, 'header-chain', 'It belongs to this network.', chainId),
  ...told(
    block.parent === parent.id && block.height === parent.height + 1,
    'header-height',
    'It stands on a block that is known, and its height is one more.',
    `${parent.height} + 1 = ${block.height}`,
  ),
  ...told(
    block.time > parent.time,
    'header-time',
    'Its time is after its parent’s.',
    `${new Date(block.time).toISOString()}, ${block.time - parent.time} ms later`,
  ),
  ...sealRules(block),
  ...told(true, 'header-history', 'The history root commits to the ids of all blocks before it.', block.historyRoot),
];

const bodyRules = (block: BlockShape, spec: ChainSpecShape): readonly ToldRule[] => {
  const bytesMax = numberIn(spec, 'blockBytesMax');
  const gasMax = numberIn(spec, 'blockGasMax');
  const { transactions } = block;
  const ids = new Set(transactions.map(({ id }) => id));
  return [
    ...told(
      bytesMax !== undefined && block.size <= bytesMax,
      'block-form',
      'Its bytes are exactly one block, and not more than the network allows.',
      `${bytesText(block.size)} ≤ ${bytesText(bytesMax ?? 0)}`,
    ),
    ...told(
      true,
      'block-transaction-root',
      'The transaction root is that of its transactions in their order.',
      block.transactionRoot,
    ),
    ...told(
      ids.size === transactions.length,
      'block-duplicate-transaction',
      'No transaction is in it twice.',
      `${transactions.length} different ids`,
    ),
    ...told(true, 'block-signature', 'Every transaction is signed by its sender.', `${transactions.length} signatures`),
    ...told(
      gasMax !== undefined && block.gasUsed <= gasMax,
      'block-gas',
      'All transactions together use no more gas than a block may.',
      `${block.gasUsed} ≤ ${gasMax ?? 0}`,
    ),
    ...told(true, 'block-receipt-root', 'Executing it gave the receipts that the header promises.', block.receiptRoot),
    ...told(true, 'block-state-root', 'After it, all accounts together are what the header promises.', block.stateRoot),
  ];
};

/** Of the genesis block nothing is checked: it follows from the spec. */
export const blockRules = (
  block: BlockShape,
  parent: BlockListItem | undefined,
  spec: ChainSpecShape,
  chainId: string,
): readonly ToldRule[] => {
  if (parent === undefined) return [];
  const header = headerRules(block, parent, chainId);
  return block.headerOnly === true ? header : [...header, ...bodyRules(block, spec)];
};

/** `height` is that of its block; absent while it waits. */
export const transactionRules = (
  transaction: TransactionShape,
  receipt: ReceiptShape | undefined,
  height: number | undefined,
  spec: ChainSpecShape,
  chainId: string,
): readonly ToldRule[] => {
  const { size, gasLimit, nonce, validUntil } = transaction;
  const perByte = numberIn(spec, 'gasPerByte');
  const perSignature = numberIn(spec, 'gasPerSignature');
  const gasMax = numberIn(spec, 'blockGasMax');
  const intrinsic = (perSignature ?? 0) + (perByte ?? 0) * size;
  const isKnown = perByte !== undefined && perSignature !== undefined;
  return [
    ...told(true, 'wrong-chain', 'It was signed for this network and no other.', chainId),
    ...told(size <= 48 * 1024, 'transaction-too-large', 'Its signed bytes are at most 48 KiB.', bytesText(size)),
    ...told(
      transaction.kind === 'transfer' && transaction.amount !== '0',
      'amount-zero',
      'It pays more than nothing.',
      transaction.kind === 'transfer' ? `${transaction.amount} base units` : '',
    ),
    ...told(
      isKnown && transaction.kind !== 'file' && gasLimit >= intrinsic,
      'gas-below-intrinsic',
      'Its gas limit pays for its signature and for each of its bytes.',
      `${gasLimit} ≥ ${perSignature ?? 0} + ${perByte ?? 0} × ${size} = ${intrinsic}`,
    ),
    ...told(
      gasMax !== undefined && gasLimit <= gasMax,
      'gas-over-block',
      'Its gas limit fits into a block.',
      `${gasLimit} ≤ ${gasMax ?? 0}`,
    ),
    ...told(
      true,
      'signature-invalid',
      'The signature over its bytes is valid under the sender’s key.',
      transaction.sender,
    ),
    ...told(
      height === undefined || height <= validUntil,
      'expired',
      'It was taken in before it expired.',
      height === undefined ? `at block ${validUntil} at the latest` : `${height} ≤ ${validUntil}`,
    ),
    ...told(true, 'nonce-too-low', 'Its nonce is the next of its sender, so that it counts once.', `nonce ${nonce}`),
    ...told(
      receipt !== undefined,
      'amount-over-balance',
      'The sender had enough for it and for the fee.',
      receipt === undefined ? '' : `fee ${receipt.fee} base units`,
    ),
  ];
};
