// Who may seal on a block, as consensus keeps it beside the block's header. It is made of the header, of what its parent
// left, and of the set that the header carries where that has changed, so headers are followed without their blocks.
// Under proof of authority it is the list of signers. Under proof of stake it is the epoch of the block, its seed, the mix of VRF
// outputs for the next, and three tables of stakes: of this epoch, of the next, and as they stand.
// Bounded: 256 validators a table; blocks that leave a table as it is share it.

import {
  concatBytes,
  createReader,
  createWriter,
  type DecodeFault,
  err,
  ok,
  type Reader,
  type Result,
  toHex,
} from '../bytes/index.ts';
import { hash } from '../crypto/index.ts';
import { bytesOf, decodeValidators, type Hex32, readHex32 } from '../model/index.ts';

export interface StakeTable {
  readonly bytes: Uint8Array;
  readonly hash: Hex32;
  readonly total: bigint;
  readonly stakes: ReadonlyMap<Hex32, bigint>;
}

export interface SignersContext {
  readonly kind: 'poa';
  /** what headers commit to */
  readonly hash: Hex32;
  /** as the state after the block has them (validators.ts) */
  readonly latest: Uint8Array;
  readonly signers: readonly Hex32[];
}

export interface StakesContext {
  readonly kind: 'pos';
  readonly hash: Hex32;
  readonly latest: Uint8Array;
  /** of the block that it was left by */
  readonly epoch: number;
  readonly seed: Hex32;
  readonly mix: Hex32;
  readonly current: StakeTable;
  readonly next: StakeTable;
  readonly live: StakeTable;
}

export type ValidatorContext = SignersContext | StakesContext;

/** Longest form: three tables of 256 stakes. */
export const contextBytesMax = 32 * 1024;

export const signersContext = (latest: Uint8Array): Result<SignersContext, DecodeFault> => {
  const validators = decodeValidators(latest);
  if (!validators.ok) return validators;
  if (validators.value.kind !== 'signers') {
    return err({ type: 'bytes-not-canonical', at: 0, what: 'validators of another kind' });
  }
  return ok({ kind: 'poa', hash: toHex(hash('validators', latest)), latest, signers: validators.value.signers });
};

export const stakeTable = (bytes: Uint8Array): Result<StakeTable, DecodeFault> => {
  const validators = decodeValidators(bytes);
  if (!validators.ok) return validators;
  if (validators.value.kind !== 'stakes') {
    return err({ type: 'bytes-not-canonical', at: 0, what: 'validators of another kind' });
  }
  const { stakes } = validators.value;
  return ok({
    bytes,
    hash: toHex(hash('validators', bytes)),
    total: stakes.reduce((sum, { amount }) => sum + amount, 0n),
    stakes: new Map(stakes.map(({ account, amount }) => [account, amount])),
  });
};

type StakesFacts = Omit<StakesContext, 'kind' | 'hash' | 'latest'>;

/** What headers commit to: the tables by their hashes, so that it is short. */
export const stakesContext = (facts: StakesFacts): StakesContext => {
  const { epoch, seed, mix, current, next, live } = facts;
  const writer = createWriter(200).uint(epoch).fixed(bytesOf(seed), 32).fixed(bytesOf(mix), 32);
  for (const table of [current, next, live]) writer.fixed(bytesOf(table.hash), 32);
  return { kind: 'pos', hash: toHex(hash('validators', writer.finish())), latest: live.bytes, ...facts };
};

/** For the store, which keeps that of the lowest block in memory. */
export const encodeContext = (context: ValidatorContext): Uint8Array => {
  if (context.kind === 'poa') return concatBytes(Uint8Array.of(3), context.latest);
  const { epoch, seed, mix, current, next, live } = context;
  const writer = createWriter(1024).u8(2).uint(epoch).fixed(bytesOf(seed), 32).fixed(bytesOf(mix), 32);
  for (const table of [current, next, live]) writer.bytes16(table.bytes);
  return writer.finish();
};

const readTable = (reader: Reader): StakeTable | undefined => {
  const table = stakeTable(reader.bytes16(contextBytesMax));
  if (!table.ok) reader.refuse('stakes of another form');
  return table.ok ? table.value : undefined;
};

export const decodeContext = (bytes: Uint8Array): Result<ValidatorContext, DecodeFault> => {
  if (bytes[0] === 3) return signersContext(bytes.slice(1));
  const reader = createReader(bytes);
  if (reader.u8() !== 2) reader.refuse('an unknown kind of validators');
  const epoch = reader.uint();
  const seed = readHex32(reader);
  const mix = readHex32(reader);
  const [current, next, live] = [readTable(reader), readTable(reader), readTable(reader)];
  const form = reader.finish({ epoch, seed, mix });
  if (!form.ok) return form;
  if (current === undefined || next === undefined || live === undefined) throw new Error('a fault was passed over');
  return ok(stakesContext({ ...form.value, current, next, live }));
};
