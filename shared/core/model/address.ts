// Addresses: bech32m text (BIP-350) over 32 bytes. `tab1…` is an account and its bytes are the ed25519 public key;
// `tabc1…` is a contract and its bytes are the hash of creator and nonce. In binary: one byte for the kind, then 32.

import { bech32m } from '@scure/base';
import { err, fromHex, ok, type Reader, type Result, toHex, type Writer } from '../bytes/index.ts';

/** A 32-byte value (hash, id, public key) as 64 lower-case hexadecimal digits: comparable, a map key, immutable. */
export type Hex32 = string;

export const zeroHex32: Hex32 = '0'.repeat(64);

export interface Address {
  readonly kind: 'account' | 'contract';
  readonly id: Hex32;
}

export type AddressFault =
  | { readonly type: 'address-prefix'; readonly text: string }
  | { readonly type: 'address-checksum'; readonly text: string }
  | { readonly type: 'address-length'; readonly text: string };

const prefixes = { account: 'tab', contract: 'tabc' } as const;
const kindBytes = { account: 0, contract: 1 } as const;

/** Bytes of a 32-byte value of the model; a wrong one is our own bug. */
export const bytesOf = (hex: Hex32): Uint8Array => {
  const bytes = fromHex(hex);
  if (bytes?.length !== 32) throw new RangeError(`not 32 bytes in hexadecimal: ${hex}`);
  return bytes;
};

export const accountAddress = (publicKey: Hex32): Address => ({ kind: 'account', id: publicKey });

export const formatAddress = (address: Address): string =>
  bech32m.encode(prefixes[address.kind], bech32m.toWords(bytesOf(address.id)));

/** Reads an address that a person typed or pasted; capitals throughout are allowed, as BIP-350 says. */
export const parseAddress = (text: string): Result<Address, AddressFault> => {
  const trimmed = text.trim();
  const lower = trimmed.toLowerCase();
  const kind = lower.startsWith('tabc1') ? 'contract' : 'account';
  if (!lower.startsWith(`${prefixes[kind]}1`)) return err({ type: 'address-prefix', text: trimmed });
  const decoded = bech32m.decodeUnsafe(trimmed);
  if (decoded?.prefix !== prefixes[kind]) return err({ type: 'address-checksum', text: trimmed });
  const bytes = bech32m.fromWordsUnsafe(decoded.words);
  if (bytes?.length !== 32) return err({ type: 'address-length', text: trimmed });
  return ok({ kind, id: toHex(bytes) });
};

export const writeAddress = (writer: Writer, address: Address): Writer =>
  writer.u8(kindBytes[address.kind]).fixed(bytesOf(address.id), 32);

export const readAddress = (reader: Reader): Address => {
  const kind = reader.u8();
  if (kind > 1) reader.refuse('an address kind above 1');
  return { kind: kind === 0 ? 'account' : 'contract', id: readHex32(reader) };
};

/** Reads a 32-byte value of the model. */
export const readHex32 = (reader: Reader): Hex32 => reader.hex(32);
