// Who may seal blocks: stakers with their stakes, or signers in the order of their slots. One canonical form, which the
// state keeps, headers commit to and header messages carry; docs/protocol/bytes.md. At most 256 of them, never none:
// a chain that nobody may continue is dead.

import { createReader, createWriter, type DecodeFault, type Reader, type Result, toHex } from '../bytes/index.ts';
import { hash } from '../crypto/index.ts';
import { bytesOf, type Hex32, readHex32 } from './address.ts';
import { type Allocation, specLimits } from './chain-spec.ts';

export type Validators =
  | {
      readonly kind: 'stakes';
      /** ascending by account, each above 0 */
      readonly stakes: readonly Allocation[];
    }
  | {
      readonly kind: 'signers';
      /** in the order of their slots, each once */
      readonly signers: readonly Hex32[];
    };

const kindBytes = { stakes: 2, signers: 3 } as const;

export const encodeValidators = (validators: Validators): Uint8Array => {
  const writer = createWriter(3 + 40 * specLimits.signersMax).u8(kindBytes[validators.kind]);
  if (validators.kind === 'stakes') {
    writer.u16(validators.stakes.length);
    for (const { account, amount } of validators.stakes) writer.fixed(bytesOf(account), 32).u64(amount);
  } else {
    writer.u16(validators.signers.length);
    for (const signer of validators.signers) writer.fixed(bytesOf(signer), 32);
  }
  return writer.finish();
};

const readStakes = (reader: Reader): readonly Allocation[] => {
  let last = '';
  return reader.list(reader.u16(), specLimits.signersMax, () => {
    const account = readHex32(reader);
    const amount = reader.u64();
    if (account <= last) reader.refuse('accounts that do not ascend');
    if (amount === 0n) reader.refuse('a stake of 0');
    last = account;
    return { account, amount };
  });
};

/** Keys, each once, as the signers of a chain are listed. */
export const readSigners = (reader: Reader): readonly Hex32[] => {
  const signers = reader.list(reader.u16(), specLimits.signersMax, () => readHex32(reader));
  if (new Set(signers).size !== signers.length) reader.refuse('a signer twice');
  return signers;
};

export const decodeValidators = (bytes: Uint8Array): Result<Validators, DecodeFault> => {
  const reader = createReader(bytes);
  const kind = reader.u8();
  if (kind !== kindBytes.stakes && kind !== kindBytes.signers) reader.refuse('an unknown kind of validators');
  const validators: Validators =
    kind === kindBytes.stakes
      ? { kind: 'stakes', stakes: readStakes(reader) }
      : { kind: 'signers', signers: readSigners(reader) };
  const count = validators.kind === 'stakes' ? validators.stakes.length : validators.signers.length;
  if (count === 0) reader.refuse('no validators');
  return reader.finish(validators);
};

export const validatorsHashOf = (validators: Validators): Hex32 =>
  toHex(hash('validators', encodeValidators(validators)));
