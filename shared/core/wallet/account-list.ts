// The public side of a wallet: its accounts with number, label and public key, and the bytes in which a browser profile
// keeps them beside the vault, so that a locked wallet shows whose it is. Nothing secret is in it, and nothing depends
// on it: the vault holds numbers and labels again, and the keys follow from the mnemonic.
// Bounds: 1 to 64 accounts in ascending order, the first of them account 0; labels of at most 64 bytes.

import {
  createReader,
  createWriter,
  type DecodeFault,
  type Reader,
  type Result,
  toHex,
  type Writer,
} from '../bytes/index.ts';
import { bytesOf, type Hex32 } from '../model/index.ts';
import { accountIndexEnd } from './account-keys.ts';

/** What a person chose of an account; its keys follow from the mnemonic. */
export interface AccountEntry {
  /** the account's number N in m/44'/1'/N' */
  readonly index: number;
  readonly label: string;
}

export interface Account extends AccountEntry {
  readonly publicKey: Hex32;
}

/** An account takes 1 to 2 ms to derive, so this many open within 0.2 s; one tab uses one, and no browser holds 64. */
export const accountsMax = 64;
export const labelBytesMax = 64;

const publicKeyLength = 32;
const listVersion = 1;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A label as it is kept: without spaces around it, as well-formed text. Undefined if longer than `labelBytesMax`. */
export const labelOf = (text: string): string | undefined => {
  const bytes = encoder.encode(text.trim());
  return bytes.length > labelBytesMax ? undefined : decoder.decode(bytes);
};

/** Count, then per account what `writeRest` adds to its number and label. */
export const writeEntries = <E extends AccountEntry>(
  writer: Writer,
  entries: readonly E[],
  writeRest: (entry: E) => void,
): void => {
  writer.u16(entries.length);
  for (const entry of entries) {
    writer.u32(entry.index).text(entry.label);
    writeRest(entry);
  }
};

/** Reads what writeEntries wrote; refuses an empty list, a list that does not begin with account 0, and disorder. */
export const readEntries = <E extends AccountEntry>(
  reader: Reader,
  readRest: (entry: AccountEntry) => E,
): readonly E[] => {
  let next = 0;
  const entries = reader.list(reader.u16(), accountsMax, () => {
    const entry = readRest({ index: reader.u32(), label: reader.text(labelBytesMax) });
    if (entry.index < next || entry.index >= accountIndexEnd) reader.refuse('accounts out of order');
    next = entry.index + 1;
    return entry;
  });
  if (entries[0]?.index !== 0) reader.refuse('no account 0');
  return entries;
};

export const encodeAccountList = (accounts: readonly Account[]): Uint8Array => {
  const writer = createWriter().u8(listVersion);
  writeEntries(writer, accounts, ({ publicKey }) => writer.fixed(bytesOf(publicKey), publicKeyLength));
  return writer.finish();
};

export const decodeAccountList = (bytes: Uint8Array): Result<readonly Account[], DecodeFault> => {
  const reader = createReader(bytes);
  if (reader.u8() !== listVersion) reader.refuse('the version of an account list');
  const accounts = readEntries(reader, (entry) => ({ ...entry, publicKey: toHex(reader.fixed(publicKeyLength)) }));
  return reader.finish(accounts);
};
