// Mining before there is a wallet: rewards go to a key that this tab makes for itself, and move to the wallet's selected
// account as soon as there is one. The key is kept unencrypted in the profile, which is why nothing stays on it: whoever
// can read the profile could take what it holds. Bounds: one key a slot, one waiting payment of it at a time.

import { toHex } from '../core/bytes/index.ts';
import { publicKeyOf, signMessage, vrfProve } from '../core/crypto/index.ts';
import {
  accountAddress,
  encodeUnsigned,
  type Hex32,
  transactionSigningBytes,
  withSignature,
} from '../core/model/index.ts';
import type { Random } from '../core/node/index.ts';
import { readAccount } from '../core/state/index.ts';
import type { KeyValues } from './backend.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { Live } from './open-network.ts';
import { gasTermsOf, writeTransaction } from './transaction-writer.ts';
import { showAccount } from './show-transaction.ts';

export interface MiningKey {
  /** Makes the key if there is none yet; 64 hexadecimal digits. */
  readonly publicKey: () => Promise<Hex32>;
  /** Sends all that the key holds on the open network to `account`; resolves to whether a payment was sent. */
  readonly handOver: (live: Live, account: Hex32) => Promise<boolean>;
  /** Signs bytes that carry their own domain; `undefined` where that is not the key of this tab. */
  readonly sign: (publicKey: Hex32, message: Uint8Array) => Promise<Uint8Array | undefined>;
  /** VRF proofs, as `sign`. */
  readonly prove: (publicKey: Hex32, inputs: readonly Uint8Array[]) => Promise<readonly Uint8Array[] | undefined>;
}

export interface MiningKeyParts {
  readonly profile: KeyValues;
  readonly slot: number;
  readonly random: Random;
}

const seedBytes = 32;

/** What is left of the balance after the fee and, for a new account, the deposit. */
const payableOf = ({ session }: Live, from: Hex32, to: Hex32): { readonly amount: bigint; readonly fee: bigint } => {
  const { chain, accounts } = session.node;
  const balance = readAccount(accounts, from)?.balance ?? 0n;
  const sample = { kind: 'transfer', to: accountAddress(to), amount: 1n } as const;
  const request = { kind: 'transfer', to: showAccount(to), amount: '1' } as const;
  const { gasLimit, gasPrice } = gasTermsOf(chain.spec, request, sample);
  const fee = BigInt(gasLimit) * gasPrice;
  const deposit = readAccount(accounts, to) === undefined ? chain.spec.accountDeposit : 0n;
  return { amount: balance - fee - deposit, fee };
};

const handOver = async (live: Live, seed: Uint8Array, to: Hex32): Promise<boolean> => {
  const { chain, mempool } = live.session.node;
  const from = toHex(publicKeyOf(seed));
  const waits = mempool.list().some(({ transaction }) => transaction.sender === from);
  const { amount, fee } = payableOf(live, from, to);
  // Less than its own fee is not worth a transaction.
  if (waits || from === to || amount <= fee) return false;
  const payload = { kind: 'transfer', to: accountAddress(to), amount } as const;
  const request = { kind: 'transfer', to: showAccount(to), amount: amount.toString() } as const;
  const unsigned = writeTransaction(live, from, payload, gasTermsOf(chain.spec, request, payload));
  const signature = signMessage(seed, transactionSigningBytes(encodeUnsigned(unsigned)));
  const { bytes } = withSignature(unsigned, signature);
  return (await live.session.running.submit({ type: 'submit-transaction', bytes })).ok;
};

export const createMiningKey = ({ profile, slot, random }: MiningKeyParts): MiningKey => {
  const key = `mining-key/${slot}`;
  const inTurn = oneAtATime();
  return {
    publicKey: () =>
      inTurn(async () => {
        const known = await profile.get(key);
        if (known !== undefined) return toHex(publicKeyOf(known));
        const seed = random.bytes(seedBytes);
        await profile.put(key, seed);
        return toHex(publicKeyOf(seed));
      }),
    prove: (publicKey, inputs) =>
      inTurn(async () => {
        const seed = await profile.get(key);
        const isOwn = seed !== undefined && toHex(publicKeyOf(seed)) === publicKey;
        return isOwn ? inputs.map((input) => vrfProve(seed, input)) : undefined;
      }),
    sign: (publicKey, message) =>
      inTurn(async () => {
        const seed = await profile.get(key);
        return seed !== undefined && toHex(publicKeyOf(seed)) === publicKey ? signMessage(seed, message) : undefined;
      }),
    handOver: (live, account) =>
      inTurn(async () => {
        const seed = await profile.get(key);
        return seed === undefined ? false : handOver(live, seed, account);
      }),
  };
};
