/**
 * Makes the golden vectors: what protocol version 1 writes for the values of golden-samples.ts. The tests beside the
 * sources compare with the committed files. Run it only to change the protocol on purpose:
 * `node_modules/.bin/node tests/vectors/make-golden.ts` writes golden/*.json.
 */
import { writeFileSync } from 'node:fs';
import { createWriter, toHex } from '../../shared/core/bytes/index.ts';
import { appendToRange, emptyRange, hash, merklePath, merkleRoot, rangeRoot } from '../../shared/core/crypto/index.ts';
import {
  chainSpecJson,
  encodeAccount,
  encodeBlock,
  encodeChainSpec,
  encodeHeader,
  encodeReceipt,
  encodeUnsigned,
  formatAddress,
  type Address,
  parseChainSpec,
  receiptRootOf,
  transactionRootOf,
  transactionSigningBytes,
} from '../../shared/core/model/index.ts';
import * as samples from './golden-samples.ts';

/** Values as JSON holds them: amounts in decimal digits, bytes in hexadecimal. */
export const plain = (value: unknown): unknown => {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Uint8Array) return toHex(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, plain(field)]));
};

const primitives = (): object => ({
  u8: ['0', '1', '127', '128', '255'].map((value) => ({
    value,
    bytes: toHex(createWriter().u8(Number(value)).finish()),
  })),
  u16: ['0', '255', '256', '65535'].map((value) => ({
    value,
    bytes: toHex(createWriter().u16(Number(value)).finish()),
  })),
  u32: ['0', '65536', '4294967295'].map((value) => ({
    value,
    bytes: toHex(createWriter().u32(Number(value)).finish()),
  })),
  uint: ['0', '1', '4294967295', '4294967296', '9007199254740991'].map((value) => ({
    value,
    bytes: toHex(createWriter().uint(Number(value)).finish()),
  })),
  u64: ['0', '1', '9007199254740993', '18446744073709551615'].map((value) => ({
    value,
    bytes: toHex(createWriter().u64(BigInt(value)).finish()),
  })),
  text: ['', 'a', 'Größe 2 €', '🙂', '\ufeff', '\u0000'].map((value) => ({
    value,
    bytes: toHex(createWriter().text(value).finish()),
  })),
});

const trees = (): object => {
  const counts = Array.from({ length: samples.treeItems.length + 1 }, (_, count) => count);
  let range = emptyRange;
  const ranges = [range, ...samples.treeItems.map((item) => (range = appendToRange(range, item)))];
  return {
    items: samples.treeItems.map(toHex),
    merkleRoots: counts.map((count) => toHex(merkleRoot(samples.treeItems.slice(0, count)))),
    pathsOfFive: samples.treeItems.slice(0, 5).map((_, i) => merklePath(samples.treeItems.slice(0, 5), i).map(toHex)),
    rangeRoots: ranges.map((each) => toHex(rangeRoot(each))),
    rangePeaks: ranges.map((each) => each.peaks.map(toHex)),
  };
};

const addresses = (): object =>
  (
    [
      { kind: 'account', id: samples.sender },
      { kind: 'account', id: '00'.repeat(32) },
      { kind: 'account', id: 'ff'.repeat(32) },
      { kind: 'contract', id: samples.contract },
      { kind: 'contract', id: '00'.repeat(32) },
    ] satisfies Address[]
  ).map((address) => ({ ...address, text: formatAddress(address) }));

const transactions = (): object =>
  samples.transactions.map((transaction) => {
    const { bytes, id, signedHash, signature, ...value } = transaction;
    const signingBytes = transactionSigningBytes(encodeUnsigned(transaction));
    return plain({ value, unsignedBytes: encodeUnsigned(transaction), signingBytes, signature, bytes, id, signedHash });
  });

const headers = (): object =>
  Object.values(samples.headers).map((sealed) =>
    plain({
      header: sealed.header,
      headerBytes: encodeHeader(sealed.header),
      sealDigest: sealed.sealDigest,
      seal: sealed.seal,
      id: sealed.id,
      bytes: sealed.bytes,
    }),
  );

const block = (): object => {
  const list = samples.transactions.slice(0, 3);
  return plain({
    headerId: samples.headers.pow.id,
    transactionIds: list.map(({ id }) => id),
    transactionRoot: transactionRootOf(list),
    bytes: encodeBlock(samples.headers.pow, list),
    empty: encodeBlock(samples.headers.poa, []),
  }) as object;
};

const receipts = (): object => ({
  receipts: samples.receipts.map((value) => {
    const bytes = encodeReceipt(value);
    return plain({ value, bytes, hash: hash('receipt', bytes) });
  }),
  receiptRoot: receiptRootOf(samples.receipts),
  emptyRoot: receiptRootOf([]),
});

const specs = (): object =>
  samples.specs.map((json) => {
    const spec = parseChainSpec(json);
    if (!spec.ok) throw new Error(JSON.stringify(spec.error));
    const bytes = encodeChainSpec(spec.value);
    return { written: json, whole: chainSpecJson(spec.value), bytes: toHex(bytes), hash: toHex(hash('spec', bytes)) };
  });

const accounts = (): object =>
  [
    { balance: 0n, nonce: 0 },
    { balance: 2n ** 64n - 1n, nonce: Number.MAX_SAFE_INTEGER },
  ].map((value) => plain({ value, bytes: encodeAccount(value) }));

/** File name without ending -> content. */
export const goldenData = (): Readonly<Record<string, object>> => ({
  primitives: primitives(),
  trees: trees(),
  addresses: addresses(),
  transactions: transactions(),
  headers: headers(),
  block: block(),
  receipts: receipts(),
  specs: specs(),
  accounts: accounts(),
});

if (import.meta.main) {
  for (const [name, content] of Object.entries(goldenData())) {
    const file = new URL(`golden/${name}.json`, import.meta.url);
    writeFileSync(file, `${JSON.stringify(content, null, 1)}\n`);
    console.log(file.pathname);
  }
}
