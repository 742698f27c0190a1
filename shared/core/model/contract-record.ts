// The records of a contract in the state: the contract itself, and one for each key that it stores. Entries are linked in
// the order of their insertion, so that a contract can go through them and the order is part of the state.
// docs/protocol/contracts.md. Code has a record of its own, its bytes as they are.

import { createReader, createWriter, type DecodeFault, type Result } from '../bytes/index.ts';
import { bytesOf, type Hex32, readHex32 } from './address.ts';
import type { Amount } from './amount.ts';

export interface ContractRecord {
  /** coins that it may spend; its deposit is beside them: storedBytes × the deposit of a byte */
  readonly balance: Amount;
  readonly creator: Hex32;
  /** of the block that has its deployment */
  readonly height: number;
  /** hash of its code */
  readonly codeHash: Hex32;
  /** what all its records count against stateBytesMax */
  readonly storedBytes: number;
  readonly keys: number;
  /** state keys (without their letter) of the first and last entry; zeros without any */
  readonly first: Hex32;
  readonly last: Hex32;
}

export const contractRecordBytes = 8 + 32 + 8 + 32 + 8 + 8 + 32 + 32;

export const encodeContractRecord = (record: ContractRecord): Uint8Array =>
  createWriter(contractRecordBytes)
    .u64(record.balance)
    .fixed(bytesOf(record.creator), 32)
    .uint(record.height)
    .fixed(bytesOf(record.codeHash), 32)
    .uint(record.storedBytes)
    .uint(record.keys)
    .fixed(bytesOf(record.first), 32)
    .fixed(bytesOf(record.last), 32)
    .finish();

export const decodeContractRecord = (bytes: Uint8Array): Result<ContractRecord, DecodeFault> => {
  const reader = createReader(bytes);
  return reader.finish({
    balance: reader.u64(),
    creator: readHex32(reader),
    height: reader.uint(),
    codeHash: readHex32(reader),
    storedBytes: reader.uint(),
    keys: reader.uint(),
    first: readHex32(reader),
    last: readHex32(reader),
  });
};

export interface StoredEntry {
  readonly key: string;
  /** canonical bytes of a value */
  readonly value: Uint8Array;
  /** state keys of its neighbours; zeros at the ends */
  readonly previous: Hex32;
  readonly next: Hex32;
}

const keyBytesMax = 64;
const valueBytesMax = 4 * 1024;

export const encodeStoredEntry = ({ key, value, previous, next }: StoredEntry): Uint8Array =>
  createWriter(key.length + value.length + 72)
    .text(key)
    .bytes16(value)
    .fixed(bytesOf(previous), 32)
    .fixed(bytesOf(next), 32)
    .finish();

export const decodeStoredEntry = (bytes: Uint8Array): Result<StoredEntry, DecodeFault> => {
  const reader = createReader(bytes);
  return reader.finish({
    key: reader.text(keyBytesMax),
    value: reader.bytes16(valueBytesMax),
    previous: readHex32(reader),
    next: readHex32(reader),
  });
};
