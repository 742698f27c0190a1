// An account's record in the state: balance and nonce. Stake, code and storage have records of their own.
// Sixteen bytes, always; docs/protocol/bytes.md.

import { createReader, createWriter, type DecodeFault, type Result } from '../bytes/index.ts';
import type { Amount } from './amount.ts';

export interface Account {
  readonly balance: Amount;
  /** nonce that the next transaction must have */
  readonly nonce: number;
}

export const encodeAccount = (account: Account): Uint8Array =>
  createWriter(16).u64(account.balance).uint(account.nonce).finish();

export const decodeAccount = (bytes: Uint8Array): Result<Account, DecodeFault> => {
  const reader = createReader(bytes);
  return reader.finish({ balance: reader.u64(), nonce: reader.uint() });
};
