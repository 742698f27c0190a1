// The bytes of protocol version 1 are frozen: what the code writes today is what the committed vectors say, and what
// they say is read back as the same values. docs/protocol/bytes.md describes every one of them.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createReader, fromHex, toHex } from '../bytes/index.ts';
import { goldenData, plain } from '../../../tests/vectors/make-golden.ts';
import {
  decodeAccount,
  decodeBlock,
  decodeChainSpec,
  decodeSealedHeader,
  decodeTransaction,
  encodeBlock,
  encodeChainSpec,
  encodeHeader,
  encodeUnsigned,
  parseAddress,
  parseChainSpec,
  specLimits,
  transactionRootOf,
  transactionSigningBytes,
} from './index.ts';

const golden = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../tests/vectors/golden/${name}.json`, import.meta.url), 'utf8'));

const bytesFrom = (hex: string): Uint8Array => {
  const bytes = fromHex(hex);
  if (bytes === undefined) throw new Error(`not hexadecimal: ${hex}`);
  return bytes;
};

const made = goldenData();

describe('golden vectors', () => {
  it.each(Object.keys(made))('%s are what the code writes', (name) => {
    expect(JSON.parse(JSON.stringify(made[name]))).toEqual(golden(name));
  });

  it('have every transaction kind, header kind and spec kind', () => {
    const kinds = (list: unknown, key: string): ReadonlySet<unknown> =>
      new Set(JSON.stringify(list).match(new RegExp(`"${key}":{"kind":"[a-z]+"`, 'g')));
    expect(kinds(golden('transactions'), 'payload').size).toBe(10);
    expect(kinds(golden('headers'), 'consensus').size).toBe(3);
    expect(
      kinds(
        (golden('specs') as { written: object }[]).map(({ written }) => written),
        'consensus',
      ).size,
    ).toBe(3);
  });
});

describe('reading the golden vectors', () => {
  it('gives the fields', () => {
    const cases = golden('primitives') as Record<
      'u8' | 'u16' | 'u32' | 'uint' | 'u64' | 'text',
      { value: string; bytes: string }[]
    >;
    for (const form of ['u8', 'u16', 'u32', 'uint', 'u64'] as const) {
      for (const { value, bytes } of cases[form]) expect(String(createReader(bytesFrom(bytes))[form]())).toBe(value);
    }
    for (const { value, bytes } of cases.text) expect(createReader(bytesFrom(bytes)).text(99)).toBe(value);
  });

  it('gives the addresses', () => {
    for (const { text, ...address } of golden('addresses') as { text: string }[]) {
      expect(parseAddress(text)).toEqual({ ok: true, value: address });
    }
  });

  it('gives the transactions, with ids and hashes', () => {
    type Entry = Readonly<
      Record<'unsignedBytes' | 'signingBytes' | 'signature' | 'bytes' | 'id' | 'signedHash', string>
    >;
    const entries = golden('transactions') as readonly (Entry & { readonly value: object })[];
    for (const { value, unsignedBytes, signingBytes, ...rest } of entries) {
      const transaction = decodeTransaction(bytesFrom(rest.bytes));
      if (!transaction.ok) throw new Error(JSON.stringify(transaction.error));
      expect(plain(transaction.value)).toEqual({ ...value, ...rest });
      expect(toHex(encodeUnsigned(transaction.value))).toBe(unsignedBytes);
      expect(toHex(transactionSigningBytes(encodeUnsigned(transaction.value)))).toBe(signingBytes);
    }
  });

  it('gives the headers, with ids', () => {
    for (const { headerBytes, ...rest } of golden('headers') as { headerBytes: string; bytes: string }[]) {
      const sealed = decodeSealedHeader(bytesFrom(rest.bytes));
      if (!sealed.ok) throw new Error(JSON.stringify(sealed.error));
      expect(plain(sealed.value)).toEqual(rest);
      expect(toHex(encodeHeader(sealed.value.header))).toBe(headerBytes);
    }
  });

  it('gives the block', () => {
    const { bytes, headerId, transactionIds, transactionRoot } = golden('block') as {
      readonly bytes: string;
      readonly headerId: string;
      readonly transactionIds: readonly string[];
      readonly transactionRoot: string;
    };
    const block = decodeBlock(bytesFrom(bytes), specLimits.blockBytesMax);
    if (!block.ok) throw new Error(JSON.stringify(block.error));
    expect(block.value.id).toBe(headerId);
    expect(block.value.size).toBe(bytes.length / 2);
    expect(block.value.transactions.map(({ id }) => id)).toEqual(transactionIds);
    expect(transactionRootOf(block.value.transactions)).toBe(transactionRoot);
    expect(toHex(encodeBlock(block.value, block.value.transactions))).toBe(bytes);
  });

  it('gives the specs, from what a person wrote and from the whole JSON alike', () => {
    for (const { written, whole, bytes } of golden('specs') as { written: object; whole: object; bytes: string }[]) {
      const spec = decodeChainSpec(bytesFrom(bytes));
      if (!spec.ok) throw new Error(JSON.stringify(spec.error));
      expect(parseChainSpec(written)).toEqual(spec);
      expect(parseChainSpec(whole)).toEqual(spec);
      expect(toHex(encodeChainSpec(spec.value))).toBe(bytes);
    }
  });

  it('gives the account records', () => {
    for (const { value, bytes } of golden('accounts') as { value: object; bytes: string }[]) {
      const account = decodeAccount(bytesFrom(bytes));
      expect(account.ok && plain(account.value)).toEqual(value);
    }
  });
});
