// What a light node answers with: proofs that it asks peers for. The core has checked them and compared them with its own
// header chain before they come here. Owns nothing; what a light node cannot know is refused with one sentence.

import type { Hex32 } from '../core/model/index.ts';
import { checkProofBytes, type ProvenFact } from '../core/proof/index.ts';
import { accountKey } from '../core/state/index.ts';
import { notPossibleNow, type ThrownApiError } from './api-error.ts';
import type { TxStatus } from './api.ts';
import type { Session } from './backend.ts';
import { showHex, showReceipt, showTransaction } from './show-transaction.ts';
import { transactionError } from './tx-fault-error.ts';

type Asking = Pick<Session, 'node' | 'running' | 'spec'>;
type Subject = Extract<Parameters<Session['running']['submit']>[0], { readonly type: 'ask-proof' }>['subject'];

export const isLight = ({ session }: { readonly session: Pick<Session, 'node'> }): boolean =>
  session.node.chain.mode === 'light';

/** `what` completes "In light mode this tab …". */
export const lightMode = (what: string): ThrownApiError =>
  notPossibleNow('light-mode', `In light mode ${what}. Change to full under Settings to have it.`);

/** Refuses what takes blocks. */
export const needFull = (live: { readonly session: Pick<Session, 'node'> }, what: string): void => {
  if (isLight(live)) throw lightMode(what);
};

/** The bytes of a proof from a peer; `undefined` where those asked say that there is none. Fault: 4090 `proof-not-found`. */
const askProof = async ({ running }: Asking, subject: Subject): Promise<Uint8Array | undefined> => {
  const reply = await running.submit({ type: 'ask-proof', subject });
  if (reply.ok) return reply.value.proof;
  if (reply.error.type === 'proof-not-found' && reply.error.reason === 'none' && subject.kind === 'transaction') {
    return undefined;
  }
  throw transactionError(reply.error);
};

export interface AnsweredProof {
  readonly bytes: Uint8Array;
  readonly fact: ProvenFact;
}

const answered = ({ node }: Asking, bytes: Uint8Array): AnsweredProof => {
  const checked = checkProofBytes(bytes, node.signatureCheck);
  if (!checked.ok) throw new Error('the node gave a proof that does not hold');
  return { bytes, fact: checked.value };
};

/** What the chain says of an account now. */
export const askAccount = async (asking: Asking, account: Hex32): Promise<AnsweredProof> => {
  const bytes = await askProof(asking, { kind: 'record', key: accountKey(account) });
  if (bytes === undefined) throw new Error('an account was answered with nothing');
  return answered(asking, bytes);
};

/** Where the chain has a transaction. */
export const askTransaction = async (asking: Asking, id: Hex32): Promise<AnsweredProof | undefined> => {
  const bytes = await askProof(asking, { kind: 'transaction', id });
  return bytes === undefined ? undefined : answered(asking, bytes);
};

/** A transaction in a block, as its proof has it. */
export const showProven = ({ node, spec }: Asking, fact: ProvenFact): TxStatus => {
  if (fact.kind !== 'transaction') throw new Error('a proof of something else');
  const { transaction, height, block } = fact;
  const confirmations = node.chain.head().height - height + 1;
  return {
    id: showHex(transaction.id),
    status: 'included',
    height,
    blockId: showHex(block),
    confirmations,
    settled: confirmations > spec.settleDepth,
    transaction: showTransaction(transaction),
    ...showReceipt(spec, transaction, undefined),
  };
};
