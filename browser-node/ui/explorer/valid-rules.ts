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
import { bytesText, type Text, words } from '../words/index.ts';

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
const told = (
  holds: boolean,
  fault: keyof Text['rules']['says'],
  value: string,
  says = words().rules.says[fault],
): readonly ToldRule[] => (holds ? [{ fault, says, value }] : []);

const sealRules = ({ id, consensus }: BlockShape): readonly ToldRule[] => {
  const text = words().rules;
  if (consensus.kind === 'pow') {
    const isBelow = BigInt(id) < BigInt(consensus.target);
    return [
      ...told(true, 'header-target', consensus.target),
      ...told(isBelow, 'header-seal', `${id} < ${consensus.target}`, text.workSeal),
    ];
  }
  return told(true, 'header-seal', text.slot(consensus.slot));
};

const headerRules = (block: BlockShape, parent: BlockListItem, chainId: string): readonly ToldRule[] => [
  ...told(true, 'header-chain', chainId),
  ...told(
    block.parent === parent.id && block.height === parent.height + 1,
    'header-height',
    `${parent.height} + 1 = ${block.height}`,
  ),
  ...told(
    block.time > parent.time,
    'header-time',
    words().rules.later(new Date(block.time).toISOString(), block.time - parent.time),
  ),
  ...sealRules(block),
  ...told(true, 'header-history', block.historyRoot),
];

const bodyRules = (block: BlockShape, spec: ChainSpecShape): readonly ToldRule[] => {
  const bytesMax = numberIn(spec, 'blockBytesMax');
  const gasMax = numberIn(spec, 'blockGasMax');
  const { transactions } = block;
  const text = words().rules;
  const ids = new Set(transactions.map(({ id }) => id));
  return [
    ...told(
      bytesMax !== undefined && block.size <= bytesMax,
      'block-form',
      `${bytesText(block.size)} ≤ ${bytesText(bytesMax ?? 0)}`,
    ),
    ...told(true, 'block-transaction-root', block.transactionRoot),
    ...told(ids.size === transactions.length, 'block-duplicate-transaction', text.differentIds(transactions.length)),
    ...told(true, 'block-signature', text.signatures(transactions.length)),
    ...told(gasMax !== undefined && block.gasUsed <= gasMax, 'block-gas', `${block.gasUsed} ≤ ${gasMax ?? 0}`),
    ...told(true, 'block-receipt-root', block.receiptRoot),
    ...told(true, 'block-state-root', block.stateRoot),
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
  const text = words().rules;
  const perByte = numberIn(spec, 'gasPerByte');
  const perSignature = numberIn(spec, 'gasPerSignature');
  const gasMax = numberIn(spec, 'blockGasMax');
  const intrinsic = (perSignature ?? 0) + (perByte ?? 0) * size;
  const isKnown = perByte !== undefined && perSignature !== undefined;
  return [
    ...told(true, 'wrong-chain', chainId),
    ...told(size <= 48 * 1024, 'transaction-too-large', bytesText(size)),
    ...told(
      transaction.kind === 'transfer' && transaction.amount !== '0',
      'amount-zero',
      transaction.kind === 'transfer' ? text.baseUnits(transaction.amount) : '',
    ),
    ...told(
      isKnown && transaction.kind !== 'file' && gasLimit >= intrinsic,
      'gas-below-intrinsic',
      `${gasLimit} ≥ ${perSignature ?? 0} + ${perByte ?? 0} × ${size} = ${intrinsic}`,
    ),
    ...told(gasMax !== undefined && gasLimit <= gasMax, 'gas-over-block', `${gasLimit} ≤ ${gasMax ?? 0}`),
    ...told(true, 'signature-invalid', transaction.sender),
    ...told(
      height === undefined || height <= validUntil,
      'expired',
      height === undefined ? text.atLatest(validUntil) : `${height} ≤ ${validUntil}`,
    ),
    ...told(true, 'nonce-too-low', text.nonce(nonce)),
    ...told(receipt !== undefined, 'amount-over-balance', receipt === undefined ? '' : text.fee(receipt.fee)),
  ];
};
