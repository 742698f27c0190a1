// Checks a proof from anybody, read downwards: form, then the piece of header chain, then the claim against its header.
// Needs nothing but the bytes. Bounds: those of the codec, and one seal check for each of at most 64 headers.

import { type DecodeFault, err, ok, type Result } from '../bytes/index.ts';
import { type ConsensusFault, loneSealHolds, loneWeight } from '../consensus/index.ts';
import { hash, merklePathIsValid, type SignatureCheck } from '../crypto/index.ts';
import {
  type Account,
  bytesOf,
  decodeAccount,
  decodeContractValue,
  decodeStoredEntry,
  type Hex32,
  type SealedHeader,
  type Transaction,
} from '../model/index.ts';
import { accountKey, checkProof, pathOfKey, storageKey } from '../state/index.ts';
import { type AccountClaim, decodeProof, type StorageClaim, type TransactionClaim } from './proof-codec.ts';

export type ProofFault =
  | { readonly type: 'proof-form'; readonly fault: DecodeFault }
  /** the header at this place of the piece does not stand on the one before */
  | { readonly type: 'proof-headers-apart'; readonly index: number }
  | { readonly type: 'proof-seal'; readonly index: number; readonly fault: ConsensusFault }
  | { readonly type: 'proof-claim' };

export type ProvenFact = {
  readonly chainId: Hex32;
  readonly height: number;
  readonly block: Hex32;
  /** ms since 1970, as the block says */
  readonly time: number;
  /** headers of the piece above the block */
  readonly confirmations: number;
  /** weight of all headers of the piece */
  readonly work: bigint;
  /** keys that have signed a header of the piece, where signatures seal; whether they may, the piece does not show */
  readonly signers: number;
} & (
  | {
      readonly kind: 'account';
      readonly account: Hex32;
      /** `undefined`: there is none */ readonly record: Account | undefined;
    }
  | {
      readonly kind: 'storage';
      readonly contract: Hex32;
      readonly key: string;
      /** in canonical bytes; `undefined`: it stores nothing there */
      readonly value: Uint8Array | undefined;
    }
  | { readonly kind: 'transaction'; readonly transaction: Transaction }
);

const chainIdOf = ({ header, id }: SealedHeader): Hex32 => (header.height === 0 ? id : header.chainId);

/** The genesis block has no seal: its id is the chain's name, which the answer tells. */
const workOf = ({ header }: SealedHeader): bigint => (header.height === 0 ? 0n : loneWeight(header));

const isSigned = ({ header }: SealedHeader): boolean => header.height > 0 && header.consensus.kind !== 'pow';

const piecesFit = (headers: readonly SealedHeader[], signatureCheck: SignatureCheck): Result<undefined, ProofFault> => {
  for (const [index, sealed] of headers.entries()) {
    const below = headers[index - 1];
    const follows =
      below === undefined ||
      (sealed.header.parent === below.id &&
        sealed.header.height === below.header.height + 1 &&
        sealed.header.time > below.header.time &&
        sealed.header.chainId === chainIdOf(below));
    if (!follows) return err({ type: 'proof-headers-apart', index });
    const seal = sealed.header.height === 0 ? ok(undefined) : loneSealHolds(sealed, signatureCheck);
    if (!seal.ok) return err({ type: 'proof-seal', index, fault: seal.error });
  }
  return ok(undefined);
};

const stateKeyOf = (claim: AccountClaim | StorageClaim): string =>
  claim.kind === 'account' ? accountKey(claim.account) : storageKey(claim.contract, claim.key);

const recordHolds = ({ header }: SealedHeader, claim: AccountClaim | StorageClaim): boolean => {
  const { record, path } = claim;
  return checkProof(
    bytesOf(header.stateRoot),
    pathOfKey(stateKeyOf(claim)),
    record === undefined ? undefined : hash('state-value', record),
    path,
  );
};

/** The entry says its key itself, so no other's can stand for it; and what it holds is a value. */
const storedValue = ({ key, record }: StorageClaim): Result<Uint8Array | undefined, ProofFault> => {
  if (record === undefined) return ok(undefined);
  const entry = decodeStoredEntry(record);
  if (!entry.ok || entry.value.key !== key) return err({ type: 'proof-claim' });
  return decodeContractValue(entry.value.value).ok ? ok(entry.value.value) : err({ type: 'proof-claim' });
};

const transactionHolds = ({ header }: SealedHeader, { transaction, position, path }: TransactionClaim): boolean =>
  transaction.chainId === header.chainId &&
  merklePathIsValid(bytesOf(header.transactionRoot), bytesOf(transaction.signedHash), position, path);

/** What the bytes prove, or the first thing that is wrong with them. */
export const checkProofBytes = (bytes: Uint8Array, signatureCheck: SignatureCheck): Result<ProvenFact, ProofFault> => {
  const decoded = decodeProof(bytes);
  if (!decoded.ok) return err({ type: 'proof-form', fault: decoded.error });
  const { headers, claim } = decoded.value;
  const fit = piecesFit(headers, signatureCheck);
  if (!fit.ok) return fit;
  const about = claim.kind === 'transaction' ? headers[0] : headers.at(-1);
  if (about === undefined) throw new Error('a proof without headers was not refused');
  const { header, id } = about;
  const fact = {
    chainId: chainIdOf(about),
    height: header.height,
    block: id,
    time: header.time,
    confirmations: claim.kind === 'transaction' ? headers.length - 1 : 0,
    work: headers.reduce((sum, sealed) => sum + workOf(sealed), 0n),
    signers: new Set(headers.filter(isSigned).map((sealed) => sealed.header.producer)).size,
  };
  if (claim.kind === 'transaction') {
    if (!transactionHolds(about, claim)) return err({ type: 'proof-claim' });
    return ok({ ...fact, kind: 'transaction', transaction: claim.transaction });
  }
  if (!recordHolds(about, claim)) return err({ type: 'proof-claim' });
  if (claim.kind === 'storage') {
    const value = storedValue(claim);
    return value.ok
      ? ok({ ...fact, kind: 'storage', contract: claim.contract, key: claim.key, value: value.value })
      : value;
  }
  const record = claim.record === undefined ? undefined : decodeAccount(claim.record);
  if (record?.ok === false) return err({ type: 'proof-claim' });
  return ok({ ...fact, kind: 'account', account: claim.account, record: record?.value });
};
