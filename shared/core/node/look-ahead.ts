// What an input that waits for its turn brings to be verified: signatures that are worth checking on other threads
// meanwhile. It judges nothing and changes nothing: what is found right is remembered by its signed bytes, and
// everything else is checked again, in its turn and by the one rule, so that verdicts and their order stay the same with
// and without other threads.
// Who can make it work: for a block it takes a seal worth at least a sixteenth of our head's, or a header that the tree
// has; transactions would be verified in their turn anyway.

import { type BlockNode, type Chain, sealedOf } from '../chain/index.ts';
import {
  type Block,
  bytesOf,
  contractMachineHash,
  decodeTransaction,
  type Hex32,
  isContractCall,
  signingBytesOf,
  type Transaction,
} from '../model/index.ts';
import { checkTransactionForm } from '../state/index.ts';
import { blockDecoder, decodedMessage, type DecodedMessage } from './decoded-message.ts';
import type { Input } from './input.ts';
import type { NodeParts } from './parts.ts';
import type { SignedBytes } from './ports.ts';

export interface AheadSignature extends SignedBytes {
  readonly signedHash: Hex32;
}

export interface LookedAhead {
  /** the same input, with what was decoded of it */
  readonly input: Input;
  readonly signatures: readonly AheadSignature[];
}

/** A seal that claims less than this share of the head's weight buys no verification. */
const weightShare = 16n;

const isWorthWork = (chain: Chain, block: Block): boolean => {
  const node: BlockNode | undefined = chain.tree.get(block.id);
  if (node !== undefined) return node.status === 'header';
  const { engine } = chain;
  if (!engine.verifySeal(block, chain.tree.get(block.header.parent)?.validators).ok) return false;
  return engine.weight(block.header) * weightShare >= engine.weight(sealedOf(chain.head()).header);
};

const blocksOf = ({ message, block }: DecodedMessage): readonly Block[] => {
  if (!message.ok) return [];
  const { value } = message;
  const all = value.type === 'block' ? [value.block] : value.type === 'blocks' ? value.blocks : [];
  return all.map(block).flatMap((decoded) => (decoded.ok ? [decoded.value] : []));
};

const looseTransactionsOf = ({ message, transaction }: DecodedMessage): readonly Transaction[] => {
  if (!message.ok || message.value.type !== 'transactions') return [];
  return message.value.transactions.map(transaction).flatMap((decoded) => (decoded.ok ? [decoded.value] : []));
};

type Slices = Pick<NodeParts, 'chain' | 'mempool' | 'verified' | 'spec'>;

const transactionsAhead = ({ chain, mempool }: Slices, decoded: DecodedMessage): readonly Transaction[] => {
  const inBlocks = blocksOf(decoded).flatMap((block) => (isWorthWork(chain, block) ? block.transactions : []));
  const loose = looseTransactionsOf(decoded).filter(
    (transaction) => mempool.get(transaction.id) === undefined && checkTransactionForm(transaction, chain).ok,
  );
  return [...inBlocks, ...loose];
};

const signaturesOf = ({ verified }: Slices, transactions: readonly Transaction[]): readonly AheadSignature[] =>
  transactions
    // Evidence has two signatures more, and all three have to be right: it is verified in its turn.
    .filter(({ signedHash, payload }) => payload.kind !== 'evidence' && !verified.has(signedHash))
    .map((transaction) => ({
      signedHash: transaction.signedHash,
      signature: transaction.signature,
      message: signingBytesOf(transaction),
      publicKey: bytesOf(transaction.sender),
    }));

/** What this node's own person gives is worth the work. */
const lookAtCommand = (slices: Slices, input: Extract<Input, { type: 'command' }>): LookedAhead => {
  const { command } = input;
  if (command.type !== 'import-blocks') return { input, signatures: [] };
  const block = blockDecoder(slices.spec.blockBytesMax);
  const transactions = command.blocks.map(block).flatMap((one) => (one.ok ? one.value.transactions : []));
  return { input: { ...input, block }, signatures: signaturesOf(slices, transactions) };
};

/** Of an input that was decoded: whether its turn may execute a contract. What is loaded from the store may. */
const bringsCalls = (input: Input, slices: Slices): boolean => {
  if (input.type === 'loaded') return true;
  if (input.type === 'network') {
    const { decoded } = input;
    return (
      decoded !== undefined &&
      [...looseTransactionsOf(decoded), ...blocksOf(decoded).flatMap(({ transactions }) => transactions)].some(
        isContractCall,
      )
    );
  }
  if (input.type !== 'command') return false;
  const { command, block } = input;
  if (command.type === 'import-blocks') {
    const decode = block ?? blockDecoder(slices.spec.blockBytesMax);
    return command.blocks.map(decode).some((one) => one.ok && one.value.transactions.some(isContractCall));
  }
  if (command.type !== 'submit-transaction') return false;
  const transaction = decodeTransaction(command.bytes);
  return transaction.ok && isContractCall(transaction.value);
};

/**
 * Whether the contract machine has to be loaded before this input has its turn, with the input as far as it was decoded
 * for that. Only a network with contracts asks, and only until the machine is there.
 */
export const needsMachine = (slices: Slices, input: Input): { readonly input: Input; readonly needed: boolean } => {
  const { chain, spec } = slices;
  const isLoaded = chain.contracts?.() !== undefined;
  if (spec.protocol.vmHash !== contractMachineHash || isLoaded || chain.mode === 'light')
    return { input, needed: false };
  const looked = lookAhead(slices, input);
  return { input: looked.input, needed: bringsCalls(looked.input, slices) };
};

export const lookAhead = (slices: Slices, input: Input): LookedAhead => {
  if (input.type === 'command') return lookAtCommand(slices, input);
  if (input.type !== 'network') return { input, signatures: [] };
  const { event } = input;
  if (event.type !== 'message' && event.type !== 'gossip') return { input, signatures: [] };
  const decoded = decodedMessage(event.bytes, slices.spec.blockBytesMax);
  const signatures = signaturesOf(slices, transactionsAhead(slices, decoded));
  return { input: { type: 'network', event, decoded }, signatures };
};
