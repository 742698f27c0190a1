// A chain of blocks without consensus: transactions of numbered wallets, applied to a state by all rules of a body and by
// execution. Keeps what each block changed, so that blocks can be taken back.

import type { SignatureCheck } from '../core/crypto/index.ts';
import type { Allocation, ChainSpec, Hex32, Payload, Transaction, UnsignedTransaction } from '../core/model/index.ts';
import {
  applyBlock,
  checkTransactionForm,
  type CheckedTransaction,
  createState,
  genesisEntries,
  readAccount,
  signatureIsValid,
  type State,
  type StateChange,
  undoOf,
} from '../core/state/index.ts';
import { signTransaction, type TestWallet, walletOf } from './test-wallet.ts';

export const drivenChainId: Hex32 = 'cc'.repeat(32);

export interface DrivenBlocks {
  readonly spec: ChainSpec;
  readonly state: State;
  readonly height: () => number;
  /** a transaction of this wallet with the nonce that is its turn, after `before` others of it in the same block */
  readonly write: (wallet: TestWallet, payload: Payload, terms?: Partial<UnsignedTransaction>) => Transaction;
  /** the fault's name, or `ok`: judged alone, as the next block's only transaction */
  readonly judge: (transaction: Transaction) => string;
  /** Adds a block of those that are right, in their order; gives each one's verdict. */
  readonly add: (...transactions: readonly Transaction[]) => readonly string[];
  /** Adds so many empty blocks. */
  readonly wait: (blocks: number) => void;
  /** Takes back the last block. */
  readonly undo: () => void;
}

/** Rewards of these blocks go to an account of their own. */
export const drivenProducer = walletOf(99);

export const driveBlocks = (spec: ChainSpec, signatureCheck: SignatureCheck): DrivenBlocks => {
  const state = createState(genesisEntries(spec));
  const blocks: (readonly StateChange[])[] = [];
  const height = (): number => blocks.length;
  const facts = () => ({ spec, height: height() + 1, time: 0, producer: drivenProducer.publicKey });

  const formOf = (transaction: Transaction): CheckedTransaction | string => {
    const form = checkTransactionForm(transaction, { spec, chainId: drivenChainId });
    if (!form.ok) return form.error.type;
    return signatureIsValid(transaction, signatureCheck) ? form.value : 'signature-invalid';
  };

  const verdictAfter = (kept: readonly CheckedTransaction[], transaction: Transaction): string => {
    const checked = formOf(transaction);
    if (typeof checked === 'string') return checked;
    const execution = applyBlock(state, [...kept, checked], facts());
    if (execution.ok) return 'ok';
    return execution.error.type === 'block-transaction' ? execution.error.fault.type : execution.error.type;
  };

  const add = (...transactions: readonly Transaction[]): readonly string[] => {
    const kept: CheckedTransaction[] = [];
    const verdicts = transactions.map((transaction) => {
      const verdict = verdictAfter(kept, transaction);
      const checked = verdict === 'ok' ? formOf(transaction) : verdict;
      if (typeof checked !== 'string') kept.push(checked);
      return verdict;
    });
    const execution = applyBlock(state, kept, facts());
    if (!execution.ok) throw new Error(execution.error.type);
    state.adopt(execution.value.state);
    blocks.push(execution.value.state.changes);
    return verdicts;
  };

  return {
    spec,
    state,
    height,
    write: (wallet, payload, terms = {}) =>
      signTransaction(wallet, {
        chainId: drivenChainId,
        sender: wallet.publicKey,
        nonce: readAccount(state, wallet.publicKey)?.nonce ?? 0,
        gasLimit: 300_000,
        gasPrice: 0n,
        validUntil: 1_000_000,
        payload,
        ...terms,
      }),
    judge: (transaction) => verdictAfter([], transaction),
    add,
    wait: (count) => {
      for (let i = 0; i < count; i++) add();
    },
    undo: () => {
      const changes = blocks.pop();
      if (changes === undefined) throw new Error('no block to take back');
      state.adopt(state.preview(undoOf(changes)));
    },
  };
};

/** The stakes of numbered wallets, as records have them. */
export const stakesByNumber = (stakes: readonly Allocation[], numbers: readonly number[]): readonly bigint[] =>
  numbers.map((number) => stakes.find(({ account }) => account === walletOf(number).publicKey)?.amount ?? 0n);
