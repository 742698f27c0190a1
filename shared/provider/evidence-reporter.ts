// Reports two seals of one key in one slot, by itself, as a transaction of the first of this node's
// keys that has an account: at the default price, at price 0 where the account cannot pay that (docs/decisions/0016). Nothing is sent that the next block would refuse.
// Bounds: one transaction for each key and slot; one that lost against another node's is dropped by mempools, after `validBlocks` at the latest.

import {
  type ChainSpec,
  encodeUnsigned,
  type Hex32,
  type Payload,
  type Transaction,
  transactionSigningBytes,
  type UnsignedTransaction,
  withSignature,
} from '../core/model/index.ts';
import {
  applyTransaction,
  beginBlock,
  checkTransactionForm,
  gasOf,
  readAccount,
  type StateView,
} from '../core/state/index.ts';

/** Long enough for any producer to take it; short, because what its sender writes next waits for it. */
const validBlocks = 8;
const signatureBytes = 64;

export interface EvidencePlace {
  readonly chainId: Hex32;
  readonly spec: ChainSpec;
  /** the state at the head, and its height */
  readonly state: StateView;
  readonly height: number;
  readonly nextNonce: (sender: Hex32) => number;
}

export interface EvidenceReporterParts {
  /** those that can sign now, the preferred first */
  readonly senders: () => Promise<readonly Hex32[]>;
  readonly sign: (sender: Hex32, message: Uint8Array) => Promise<Uint8Array | undefined>;
  readonly submit: (bytes: Uint8Array) => Promise<{ readonly ok: boolean }>;
}

type Evidence = Extract<Payload, { readonly kind: 'evidence' }>;

const written = (place: EvidencePlace, sender: Hex32, payload: Evidence): UnsignedTransaction | undefined => {
  const account = readAccount(place.state, sender);
  if (account === undefined) return undefined;
  const bare = {
    chainId: place.chainId,
    sender,
    nonce: place.nextNonce(sender),
    gasLimit: 0,
    gasPrice: 0n,
    validUntil: place.height + validBlocks,
    payload,
  };
  const gasLimit = gasOf(place.spec, payload, encodeUnsigned(bare).length + signatureBytes);
  return { ...bare, gasLimit, gasPrice: account.balance >= BigInt(gasLimit) ? 1n : 0n };
};

/** Whether the next block may have it, but for what waits before it of the same sender. */
const isWelcome = ({ spec, chainId, state, height }: EvidencePlace, transaction: Transaction): boolean => {
  const form = checkTransactionForm(transaction, { spec, chainId });
  if (!form.ok) return false;
  const facts = { spec, height: height + 1, time: 0 }; // evidence does not ask for the time
  const layer = beginBlock(state, facts);
  const nonce = readAccount(layer, transaction.sender)?.nonce ?? 0;
  return applyTransaction({ ...form.value, transaction: { ...transaction, nonce } }, layer, facts).ok;
};

/** Resolves to whether a transaction was handed to the node. */
export const reportEvidence = async (
  { senders, sign, submit }: EvidenceReporterParts,
  place: EvidencePlace,
  payload: Evidence,
): Promise<boolean> => {
  for (const sender of await senders()) {
    const unsigned = written(place, sender, payload);
    const signature = unsigned && (await sign(sender, transactionSigningBytes(encodeUnsigned(unsigned))));
    if (unsigned === undefined || signature === undefined) continue;
    const transaction = withSignature(unsigned, signature);
    if (!isWelcome(place, transaction)) return false;
    return (await submit(transaction.bytes)).ok;
  }
  return false;
};
