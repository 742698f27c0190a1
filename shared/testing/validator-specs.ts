// Chain specs of proof of stake and authority for tests, and two seals of one key for one slot. Small windows, so that
// unbonding and evidence end within a test; wallets by number as everywhere in tests.

import { toHex } from '../core/bytes/index.ts';
import { signMessage } from '../core/crypto/index.ts';
import {
  type Allocation,
  type ChainSpec,
  encodeHeader,
  type Header,
  type Hex32,
  type Payload,
  type PoaParameters,
  type PosParameters,
  sealDigestOf,
  type SealedHeader,
  sealHeader,
  sealSigningBytes,
  zeroHex32,
} from '../core/model/index.ts';
import { testSpec } from './test-spec.ts';
import { type TestWallet, walletOf } from './test-wallet.ts';

const stakeOfEach = (numbers: readonly number[], amount: bigint): readonly Allocation[] =>
  numbers
    .map((number) => ({ account: walletOf(number).publicKey, amount }))
    .sort((a, b) => (a.account < b.account ? -1 : 1));

/** Wallets 1, 2 and 3 stake 1,000 each; unbonding takes 20 blocks, evidence counts for 10. */
export const stakeSpec = (changes: Partial<PosParameters> = {}, others: Partial<ChainSpec> = {}): ChainSpec =>
  testSpec({
    consensus: {
      kind: 'pos',
      slotMs: 1000,
      epochSlots: 6,
      unbondingBlocks: 22,
      evidenceBlocks: 10,
      slashPermille: 100,
      reporterPermille: 100,
      stakes: stakeOfEach([1, 2, 3], 1000n),
      ...changes,
    },
    ...others,
  });

/** Wallets 1, 2 and 3 sign in this order, wallet 1 is the admin, changes are in force after 3 blocks. */
export const authoritySpec = (changes: Partial<PoaParameters> = {}, others: Partial<ChainSpec> = {}): ChainSpec =>
  testSpec({
    consensus: {
      kind: 'poa',
      slotMs: 1000,
      admin: walletOf(1).publicKey,
      signers: [1, 2, 3].map((number) => walletOf(number).publicKey),
      activationDelay: 3,
      ...changes,
    },
    ...others,
  });

export interface SealOrder {
  readonly chainId: Hex32;
  readonly slot: number;
  readonly height: number;
  /** any difference makes another header */
  readonly parent?: Hex32;
  readonly kind?: 'pos' | 'poa';
}

/** A header that fits nowhere, with a right signature: what a chain says of it does not matter to evidence. */
export const sealOf = (
  wallet: TestWallet,
  { chainId, slot, height, parent = zeroHex32, kind = 'pos' }: SealOrder,
): SealedHeader => {
  const validators = { slot, validatorsHash: zeroHex32, nextValidatorsHash: zeroHex32 };
  const header: Header = {
    version: 1,
    chainId,
    height,
    parent,
    time: 1_700_000_000_000 + slot * 1000,
    producer: wallet.publicKey,
    transactionRoot: zeroHex32,
    stateRoot: zeroHex32,
    receiptRoot: zeroHex32,
    historyRoot: zeroHex32,
    gasUsed: 0,
    consensus: kind === 'poa' ? { kind, ...validators } : { kind, ...validators, vrfOutput: new Uint8Array(64) },
  };
  const digest = toHex(sealDigestOf(encodeHeader(header)));
  const signature = signMessage(wallet.seed, sealSigningBytes(chainId, digest));
  const seal = new Uint8Array(kind === 'poa' ? 64 : 144);
  seal.set(signature, seal.length - 64);
  return sealHeader(header, seal);
};

/** Two seals of one key for one slot. */
export const doubleSealOf = (
  wallet: TestWallet,
  order: SealOrder,
): Extract<Payload, { readonly kind: 'evidence' }> => ({
  kind: 'evidence',
  first: sealOf(wallet, { ...order, parent: '11'.repeat(32) }).bytes,
  second: sealOf(wallet, { ...order, parent: '22'.repeat(32) }).bytes,
});
