// Transactions that every node must refuse, each with the one fault that it must be refused with. The rules are those of
// docs/protocol/rules.md; the table serves the rules by themselves and blocks that carry such a transaction in any place.

import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes, fromHex } from '../core/bytes/index.ts';
import { publicKeyOf, signMessage } from '../core/crypto/index.ts';
import {
  contractMachineHash,
  accountAddress,
  type Amount,
  amountMax,
  type ChainSpec,
  cidCodecs,
  cidHashes,
  encodeUnsigned,
  makeCid,
  type Payload,
  signingBytesOf,
  type Transaction,
  transactionSigningBytes,
  type UnsignedTransaction,
  withSignature,
  zeroHex32,
} from '../core/model/index.ts';
import { intrinsicGas, type TransactionFault } from '../core/state/index.ts';
import { flipBit, malleated, withOtherSignature } from './mutation.ts';
import { testAllocation, testSpec } from './test-spec.ts';
import { recordOf, signTransaction, type TestWallet, transferOf, walletOf } from './test-wallet.ts';

/** Where the transaction would have to be right. */
export interface BadTransactionPlace {
  readonly spec: ChainSpec;
  readonly chainId: string;
  /** height of the block that would include it */
  readonly height: number;
  readonly sender: TestWallet;
  readonly balance: Amount;
  /** at least 1 */
  readonly nonce: number;
}

export interface BadTransaction {
  readonly name: string;
  readonly fault: TransactionFault['type'];
  readonly make: (place: BadTransactionPlace) => Transaction;
}

/** Has so much that nobody can pay it anything. */
const fullWallet = walletOf(6);

/** The spec that the table is for: one account is nearly at 2^64 − 1. */
export const badTransactionSpec = (): ChainSpec => {
  const spec = testSpec({ protocol: { version: 1, vmHash: contractMachineHash } });
  const full = { account: fullWallet.publicKey, amount: amountMax - testAllocation / 2n };
  return { ...spec, allocations: [...spec.allocations, full].sort((a, b) => (a.account < b.account ? -1 : 1)) };
};

const known = walletOf(2).address;
const unknown = walletOf(77).address;
const text = (words: string): Uint8Array => new TextEncoder().encode(words);

type Terms = Partial<UnsignedTransaction>;

const transfer = (place: BadTransactionPlace, amount: Amount, terms: Terms = {}, to = known): Transaction =>
  transferOf(place.sender, to, amount, { chainId: place.chainId, nonce: place.nonce, ...terms });

const carrying = (payload: Payload) => (place: BadTransactionPlace) =>
  signTransaction(place.sender, { ...transfer(place, 1n), payload });

/** What a transfer of this wallet costs at least, at a gas price of 1. */
const transferGas = (place: BadTransactionPlace): number => intrinsicGas(place.spec, transfer(place, 1n).bytes.length);

const inactive: readonly BadTransaction[] = (
  [
    { kind: 'stake', amount: 1n },
    { kind: 'unstake', amount: 1n },
    { kind: 'evidence', first: new Uint8Array(1), second: new Uint8Array(1) },
    { kind: 'signers', add: ['22'.repeat(32)], remove: [] },
    { kind: 'admin', next: '33'.repeat(32) },
  ] satisfies readonly Payload[]
).map((payload) => ({
  name: `a kind that this network has not: ${payload.kind}`,
  fault: 'kind-not-active',
  make: carrying(payload),
}));

/** The CID of an empty raw block. */
const someCid = makeCid(cidCodecs.raw, cidHashes.sha256, new Uint8Array(32)).bytes;
type FilePayload = Extract<Payload, { readonly kind: 'file' }>;
const goodFile: FilePayload = { kind: 'file', cid: someCid, name: 'a.png', size: 1, mediaType: 'image/png' };

const badFiles: readonly BadTransaction[] = (
  [
    ['file-cid-malformed', { cid: new Uint8Array(36) }],
    ['file-cid-malformed', { cid: concatBytes(someCid, new Uint8Array(1)) }],
    ['file-name-invalid', { name: '' }],
    ['file-name-invalid', { name: '../a.png' }],
    ['file-name-invalid', { name: 'gnp.\u202eexe' }],
    ['file-name-invalid', { name: ' a.png' }],
    ['file-size-out-of-range', { size: 0 }],
    ['file-size-out-of-range', { size: 2 ** 40 + 1 }],
    ['file-media-type-invalid', { mediaType: '' }],
    ['file-media-type-invalid', { mediaType: 'text/html; charset=utf-8' }],
    ['file-media-type-invalid', { mediaType: 'Text/HTML' }],
  ] satisfies readonly (readonly [BadTransaction['fault'], Partial<FilePayload>])[]
).map(([fault, change]) => ({
  name: `a file with ${Object.keys(change).join()} ${JSON.stringify(Object.values(change)).slice(0, 40)}`,
  fault,
  make: carrying({ ...goodFile, ...change }),
}));

/** The bytes of an empty list of arguments. */
const noArguments = new Uint8Array([9, 0, 0]);
const anyContract = '11'.repeat(32);

const contractCases: readonly BadTransaction[] = [
  {
    name: 'a deployment without code',
    fault: 'code-empty',
    make: carrying({ kind: 'deploy', code: '', args: noArguments, amount: 0n }),
  },
  {
    name: 'a deployment whose arguments are no value',
    fault: 'arguments-malformed',
    make: carrying({ kind: 'deploy', code: 'export function f() {}', args: new Uint8Array(0), amount: 0n }),
  },
  {
    name: 'a call whose arguments are no list',
    fault: 'arguments-malformed',
    make: carrying({ kind: 'invoke', contract: anyContract, function: 'f', args: new Uint8Array([0]), amount: 0n }),
  },
  {
    name: 'a call of init',
    fault: 'function-unfit',
    make: carrying({ kind: 'invoke', contract: anyContract, function: 'init', args: noArguments, amount: 0n }),
  },
  {
    name: 'a call of no function',
    fault: 'function-unfit',
    make: carrying({ kind: 'invoke', contract: anyContract, function: '', args: noArguments, amount: 0n }),
  },
];

const formCases: readonly BadTransaction[] = [
  { name: 'amount 0', fault: 'amount-zero', make: (at) => transfer(at, 0n) },
  { name: 'amount 0 to oneself', fault: 'amount-zero', make: (at) => transfer(at, 0n, {}, at.sender.address) },
  { name: 'another network', fault: 'wrong-chain', make: (at) => transfer(at, 1n, { chainId: 'ab'.repeat(32) }) },
  { name: 'no network', fault: 'wrong-chain', make: (at) => transfer(at, 1n, { chainId: zeroHex32 }) },
  ...inactive,
  ...badFiles,
  ...contractCases,
  {
    name: 'to a contract',
    fault: 'recipient-not-account',
    make: (at) => transfer(at, 1n, {}, { kind: 'contract', id: known.id }),
  },
  {
    name: 'an empty record',
    fault: 'record-empty',
    make: (at) => recordOf(at.sender, new Uint8Array(0), { chainId: at.chainId, nonce: at.nonce }),
  },
  {
    name: 'a record of 60 kB',
    fault: 'transaction-too-large',
    make: (at) => recordOf(at.sender, new Uint8Array(60_000), { chainId: at.chainId, nonce: at.nonce }),
  },
  { name: 'no gas', fault: 'gas-below-intrinsic', make: (at) => transfer(at, 1n, { gasLimit: 0 }) },
  {
    name: 'one gas too few',
    fault: 'gas-below-intrinsic',
    make: (at) => transfer(at, 1n, { gasLimit: transferGas(at) - 1 }),
  },
  {
    name: 'more gas than a block has',
    fault: 'gas-over-block',
    make: (at) => transfer(at, 1n, { gasLimit: at.spec.blockGasMax + 1 }),
  },
  {
    name: 'the greatest gas limit there is',
    fault: 'gas-over-block',
    make: (at) => transfer(at, 1n, { gasLimit: Number.MAX_SAFE_INTEGER }),
  },
  { name: 'amount 2^64 − 1 and a fee', fault: 'amount-overflow', make: (at) => transfer(at, amountMax) },
  {
    name: 'a fee beyond 2^64',
    fault: 'amount-overflow',
    make: (at) => transfer(at, 1n, { gasPrice: amountMax }),
  },
  {
    name: 'amount, fee and deposit one above 2^64 − 1',
    fault: 'amount-overflow',
    make: (at) => transfer(at, amountMax - 100_000n - at.spec.accountDeposit + 1n),
  },
];

/** The neutral element of the curve, canonical and not. */
const identity = fromHex(`01${'00'.repeat(31)}`) ?? new Uint8Array(0);
const identityTwice = fromHex(`ee${'ff'.repeat(30)}7f`) ?? new Uint8Array(0);
const toHexText = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** A key that nobody holds: R = A = neutral and S = 0 satisfy the equation for every message. */
const ofNobody = (at: BadTransactionPlace, key: Uint8Array): Transaction =>
  withSignature({ ...transfer(at, 1n), sender: toHexText(key) }, concatBytes(identity, new Uint8Array(32)));

/** An own signature with a chosen R of small order, S made to satisfy S·B = R + h·A. */
const withSmallR = (at: BadTransactionPlace, r: Uint8Array): Transaction => {
  const honest = transfer(at, 1n);
  const key = ed25519.utils.getExtendedPublicKey(at.sender.seed);
  const order = ed25519.Point.Fn.ORDER;
  const littleEndian = (bytes: Uint8Array): bigint => bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const h = littleEndian(sha512(concatBytes(r, publicKeyOf(at.sender.seed), signingBytesOf(honest))));
  let s = (h * key.scalar) % order;
  const sBytes = Uint8Array.from({ length: 32 }, () => {
    const byte = Number(s & 0xffn);
    s >>= 8n;
    return byte;
  });
  return withOtherSignature(honest, concatBytes(r, sBytes));
};

const signatureCase = (name: string, make: BadTransaction['make']): BadTransaction => ({
  name,
  fault: 'signature-invalid',
  make,
});

const signatureCases: readonly BadTransaction[] = [
  signatureCase('signed by another key', (at) => {
    const honest = transfer(at, 1n);
    return withOtherSignature(honest, signMessage(walletOf(3).seed, signingBytesOf(honest)));
  }),
  signatureCase('the signature of another transaction', (at) =>
    withOtherSignature(transfer(at, 2n), transfer(at, 1n).signature),
  ),
  signatureCase('one bit of R turned', (at) => {
    const honest = transfer(at, 1n);
    return withOtherSignature(honest, flipBit(honest.signature, 3));
  }),
  signatureCase('one bit of S turned', (at) => {
    const honest = transfer(at, 1n);
    return withOtherSignature(honest, flipBit(honest.signature, 32 * 8 + 3));
  }),
  signatureCase('a signature of zeros', (at) => withOtherSignature(transfer(at, 1n), new Uint8Array(64))),
  signatureCase('S + L instead of S', (at) => {
    const honest = transfer(at, 1n);
    return withOtherSignature(honest, malleated(honest.signature));
  }),
  signatureCase('signed without its domain', (at) => {
    const honest = transfer(at, 1n);
    return withOtherSignature(honest, signMessage(at.sender.seed, encodeUnsigned(honest)));
  }),
  signatureCase('signed for another network', (at) => {
    const elsewhere = transfer(at, 1n, { chainId: 'ab'.repeat(32) });
    return withOtherSignature(transfer(at, 1n), elsewhere.signature);
  }),
  signatureCase('a key of small order', (at) => ofNobody(at, identity)),
  signatureCase('a key that is not canonical', (at) => ofNobody(at, identityTwice)),
  signatureCase('an R of small order that satisfies the equation', (at) => withSmallR(at, identity)),
  signatureCase('an R that is not canonical', (at) => withSmallR(at, identityTwice)),
  signatureCase('the key of the signature is not the sender', (at) => {
    const stolen = { ...transfer(at, 1n), sender: walletOf(3).publicKey };
    return withSignature(stolen, signMessage(at.sender.seed, transactionSigningBytes(encodeUnsigned(stolen))));
  }),
];

const stateCases: readonly BadTransaction[] = [
  { name: 'the nonce before', fault: 'nonce-too-low', make: (at) => transfer(at, 1n, { nonce: at.nonce - 1 }) },
  { name: 'nonce 0 again', fault: 'nonce-too-low', make: (at) => transfer(at, 1n, { nonce: 0 }) },
  { name: 'the nonce after', fault: 'nonce-too-high', make: (at) => transfer(at, 1n, { nonce: at.nonce + 1 }) },
  {
    name: 'the greatest nonce there is',
    fault: 'nonce-too-high',
    make: (at) => transfer(at, 1n, { nonce: Number.MAX_SAFE_INTEGER }),
  },
  { name: 'expired by one block', fault: 'expired', make: (at) => transfer(at, 1n, { validUntil: at.height - 1 }) },
  { name: 'never valid', fault: 'expired', make: (at) => transfer(at, 1n, { validUntil: 0 }) },
  {
    name: 'a sender whom nobody knows',
    fault: 'sender-unknown',
    make: (at) => transferOf(walletOf(78), known, 1n, { chainId: at.chainId }),
  },
  {
    name: 'one unit over the balance',
    fault: 'amount-over-balance',
    make: (at) => transfer(at, at.balance - 100_000n + 1n),
  },
  { name: 'the balance without the fee', fault: 'amount-over-balance', make: (at) => transfer(at, at.balance) },
  {
    name: 'to oneself, what one has not',
    fault: 'amount-over-balance',
    make: (at) => transfer(at, at.balance + 1n, {}, at.sender.address),
  },
  {
    name: 'a fee over the balance',
    fault: 'amount-over-balance',
    make: (at) => transfer(at, 1n, { gasPrice: at.balance / 100_000n + 1n }),
  },
  {
    name: 'a record whose fee cannot be paid',
    fault: 'amount-over-balance',
    make: (at) => {
      const gasPrice = at.balance / 100_000n + 1n;
      return recordOf(at.sender, text('pulse 70'), { chainId: at.chainId, nonce: at.nonce, gasPrice });
    },
  },
  {
    name: 'a new account without its deposit',
    fault: 'amount-over-balance',
    make: (at) => transfer(at, at.balance - 100_000n - at.spec.accountDeposit + 1n, {}, unknown),
  },
  {
    name: 'to an account that would overflow',
    fault: 'recipient-overflow',
    make: (at) => transfer(at, testAllocation / 2n + 1n, {}, accountAddress(fullWallet.publicKey)),
  },
];

export const badTransactions: readonly BadTransaction[] = [...formCases, ...signatureCases, ...stateCases];
