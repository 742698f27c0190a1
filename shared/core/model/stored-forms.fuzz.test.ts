// Whatever bytes claim to be records of contracts, their values, receipts, stored headers or content ids.

import { bytesTarget, fuzzSuite, textTarget, valueOf } from '../../../tests/fuzz/index.ts';
import { headers } from '../../../tests/vectors/golden-samples.ts';
import { toHex } from '../bytes/index.ts';
import { type ContractValue, decodeContractValue, encodeContractValue } from './contract-value.ts';
import {
  type ContractRecord,
  decodeContractRecord,
  decodeStoredEntry,
  encodeContractRecord,
  encodeStoredEntry,
} from './contract-record.ts';
import { cidCodecs, cidHashes, formatCid, makeCid, parseCid, readCid } from './cid.ts';
import { decodeHeaderEntry, headerEntryBytes } from './header.ts';
import { decodeReceipt, encodeReceipt, type Receipt } from './receipt.ts';
import { decodeReceipts, encodeReceipts } from './stored-receipts.ts';
import { encodeValidators } from './validators.ts';

const valueBytesMax = 16 * 1024;
const valueBytes = (value: ContractValue): Uint8Array => {
  const bytes = encodeContractValue(value, 2 * valueBytesMax);
  if (!bytes.ok) throw new Error(`a value that was read cannot be written: ${bytes.error.type}`);
  return bytes.value;
};

const digits = (digit: string): string => digit.repeat(64);
const record: ContractRecord = {
  balance: 7n,
  creator: digits('1'),
  height: 3,
  codeHash: digits('2'),
  storedBytes: 900,
  keys: 1,
  first: digits('3'),
  last: digits('3'),
};
const plain: Receipt = {
  status: 'ok',
  reason: '',
  gasUsed: 31_000,
  fee: 31_000n,
  events: [],
  value: new Uint8Array(0),
};
const called: Receipt = {
  ...plain,
  status: 'failed',
  reason: 'out of gas',
  events: [{ contract: digits('4'), name: 'incremented', data: Uint8Array.of(1, 2, 3) }],
  value: Uint8Array.of(0),
};
const rulers = encodeValidators({ kind: 'signers', signers: [digits('5'), digits('6')] });

fuzzSuite(
  bytesTarget({
    decoder: decodeContractValue,
    samples: [null, true, 12, -5n, 'text', [1, 'two', null], { a: 1n, b: [] }, Uint8Array.of(9)].map(valueBytes),
    lengthMax: valueBytesMax,
    decode: (bytes) => {
      const value = decodeContractValue(bytes);
      return value.ok ? { value: value.value } : undefined;
    },
    encode: ({ value }) => valueBytes(value),
  }),
  bytesTarget({
    decoder: decodeContractRecord,
    samples: [encodeContractRecord(record)],
    lengthMax: 512,
    decode: (bytes) => valueOf(decodeContractRecord(bytes)),
    encode: encodeContractRecord,
  }),
  bytesTarget({
    decoder: decodeStoredEntry,
    samples: [encodeStoredEntry({ key: 'n', value: Uint8Array.of(1), previous: digits('0'), next: digits('7') })],
    lengthMax: 8 * 1024,
    decode: (bytes) => valueOf(decodeStoredEntry(bytes)),
    encode: encodeStoredEntry,
  }),
  bytesTarget({
    decoder: decodeReceipt,
    samples: [encodeReceipt(plain), encodeReceipt(called)],
    lengthMax: 64 * 1024,
    decode: (bytes) => valueOf(decodeReceipt(bytes)),
    encode: encodeReceipt,
  }),
  bytesTarget({
    decoder: decodeReceipts,
    samples: [encodeReceipts([]), encodeReceipts([plain, called])],
    lengthMax: 64 * 1024,
    decode: (bytes) => valueOf(decodeReceipts(bytes)),
    encode: encodeReceipts,
  }),
  bytesTarget({
    decoder: decodeHeaderEntry,
    samples: [headers.pow.bytes, headers.poa.bytes, headerEntryBytes({ ...headers.poa, validators: rulers })],
    lengthMax: 16 * 1024,
    decode: (bytes) => valueOf(decodeHeaderEntry(bytes)),
    encode: headerEntryBytes,
  }),
  bytesTarget({
    decoder: readCid,
    samples: [
      makeCid(cidCodecs.raw, cidHashes.sha256, new Uint8Array(32).fill(3)).bytes,
      makeCid(cidCodecs.dagPb, cidHashes.sha512, new Uint8Array(64).fill(4)).bytes,
    ],
    lengthMax: 256,
    decode: (bytes) => valueOf(readCid(bytes)),
    encode: ({ codec, hash, digest }) => makeCid(codec, hash, digest).bytes,
  }),
  textTarget({
    decoder: parseCid,
    samples: [formatCid(makeCid(cidCodecs.raw, cidHashes.sha256, new Uint8Array(32).fill(3)).bytes)],
    lengthMax: 4 * 1024,
    tokens: ['b', 'z', 'Qm', toHex(Uint8Array.of(1, 85, 18, 32))],
    canonical: 'settles',
    decode: (text) => valueOf(parseCid(text)),
    encode: ({ bytes }) => formatCid(bytes),
  }),
);
