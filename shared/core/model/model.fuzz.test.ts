// Whatever bytes, texts and JSON claim to be transactions, headers, blocks, chain specs, addresses or amounts.

import { bytesTarget, fuzzSuite, type Json, jsonTarget, textTarget, valueOf } from '../../../tests/fuzz/index.ts';
import { headers, sender, specs, transactions } from '../../../tests/vectors/golden-samples.ts';
import { concatBytes } from '../bytes/index.ts';
import {
  accountAddress,
  type ChainSpec,
  chainSpecJson,
  checkChainSpec,
  decodeAccount,
  decodeBlock,
  decodeChainSpec,
  decodeSealedHeader,
  decodeTransaction,
  encodeAccount,
  encodeBlock,
  encodeChainSpec,
  encodeHeader,
  encodeUnsigned,
  formatAddress,
  formatCoins,
  parseAddress,
  parseBaseUnits,
  parseChainSpec,
  parseCoins,
  payloadLimits,
  sealHeader,
  type SealedHeader,
  specLimits,
  type Transaction,
  withSignature,
} from './index.ts';

/** As long as the largest transaction, a deploy, and somewhat more. */
const transactionBytesMax = payloadLimits.codeBytesMax + payloadLimits.argsBytesMax + 512;

/** From the values, not from the bytes that are kept with them. */
const transactionBytes = (read: Transaction): Uint8Array => concatBytes(encodeUnsigned(read), read.signature);
const headerBytes = (read: SealedHeader): Uint8Array => concatBytes(encodeHeader(read.header), read.seal);

const specOf = (json: object): ChainSpec => {
  const parsed = parseChainSpec(json);
  if (!parsed.ok) throw new Error(parsed.error.path);
  return parsed.value;
};
const specBytes = specs.map((json) => encodeChainSpec(specOf(json)));

const plain = (value: object): Json => JSON.parse(JSON.stringify(value)) as Json;

/** The spec with as many allocations as there may be. */
const fullSpec = (): object => ({
  ...specs[0],
  allocations: Array.from({ length: specLimits.allocationsMax }, (_, i) => ({
    address: formatAddress(accountAddress((i + 1).toString(16).padStart(64, '0'))),
    amount: '1000000000000000',
  })),
});

/** As many transactions as a block has room for. */
const fullBlock = (): Uint8Array => {
  const smallest = transactions.toSorted((a, b) => a.bytes.length - b.bytes.length)[0];
  if (smallest === undefined) throw new Error('no samples');
  const count = Math.floor((specLimits.blockBytesMax - headers.poa.bytes.length - 4) / (smallest.bytes.length + 4));
  return encodeBlock(
    headers.poa,
    Array.from({ length: count }, () => smallest),
  );
};

fuzzSuite(
  bytesTarget({
    decoder: decodeTransaction,
    samples: transactions.map(({ bytes }) => bytes),
    lengthMax: transactionBytesMax,
    decode: (bytes) => valueOf(decodeTransaction(bytes)),
    encode: transactionBytes,
  }),
  bytesTarget({
    decoder: decodeSealedHeader,
    samples: Object.values(headers).map(({ bytes }) => bytes),
    lengthMax: 1024,
    decode: (bytes) => valueOf(decodeSealedHeader(bytes)),
    encode: headerBytes,
  }),
  bytesTarget({
    decoder: decodeBlock,
    samples: [
      encodeBlock(headers.pow, []),
      encodeBlock(headers.pos, transactions.slice(0, 2)),
      encodeBlock(headers.poa, transactions.slice(5, 8)),
    ],
    largest: () => [fullBlock()],
    lengthMax: specLimits.blockBytesMax,
    decode: (bytes) => valueOf(decodeBlock(bytes, specLimits.blockBytesMax)),
    encode: ({ header, seal, transactions: list }) =>
      encodeBlock(
        sealHeader(header, seal),
        list.map((each) => withSignature(each, each.signature)),
      ),
  }),
  bytesTarget({
    decoder: decodeChainSpec,
    samples: specBytes,
    largest: () => [encodeChainSpec(specOf(fullSpec()))],
    lengthMax: 256 * 1024,
    decode: (bytes) => valueOf(decodeChainSpec(bytes)),
    encode: encodeChainSpec,
  }),
  bytesTarget({
    decoder: checkChainSpec,
    samples: specBytes,
    largest: () => [encodeChainSpec(specOf(fullSpec()))],
    lengthMax: 256 * 1024,
    decode: (bytes) => {
      const read = decodeChainSpec(bytes);
      return read.ok ? valueOf(checkChainSpec(read.value)) : undefined;
    },
    encode: encodeChainSpec,
  }),
  jsonTarget({
    decoder: parseChainSpec,
    samples: specs.map((json) => plain(chainSpecJson(specOf(json)))),
    largest: () => [plain(chainSpecJson(specOf(fullSpec())))],
    canonical: 'settles',
    decode: (json) => valueOf(parseChainSpec(json)),
    encode: (spec) => {
      const stored = decodeChainSpec(encodeChainSpec(spec));
      const checked = stored.ok ? checkChainSpec(stored.value) : stored;
      if (!checked.ok) throw new Error(`its bytes are refused: ${JSON.stringify(checked.error)}`);
      return plain(chainSpecJson(checked.value));
    },
  }),
  bytesTarget({
    decoder: decodeAccount,
    samples: [
      encodeAccount({ balance: 0n, nonce: 0 }),
      encodeAccount({ balance: 2n ** 64n - 1n, nonce: Number.MAX_SAFE_INTEGER }),
    ],
    lengthMax: 64,
    decode: (bytes) => valueOf(decodeAccount(bytes)),
    encode: encodeAccount,
  }),
);

fuzzSuite(
  textTarget({
    decoder: parseAddress,
    samples: [
      formatAddress(accountAddress(sender)),
      formatAddress(accountAddress('0'.repeat(64))),
      formatAddress({ kind: 'contract', id: 'f'.repeat(64) }),
    ],
    lengthMax: 64 * 1024,
    tokens: ['tab1', 'tabc1', 'TAB1'],
    canonical: 'settles',
    decode: (text) => valueOf(parseAddress(text)),
    encode: (address, text) => {
      const own = formatAddress(address);
      // Forgiven are white space around it and capitals throughout, and nothing else.
      const typed = text.trim();
      if (typed !== own && typed !== own.toUpperCase()) throw new Error(`reads ${text} as ${own}`);
      return own;
    },
  }),
  textTarget({
    decoder: parseCoins,
    samples: ['0', '1', '12.5', '0.000001', '18446744073709.551615'],
    lengthMax: 64 * 1024,
    canonical: 'settles',
    decode: (text) => valueOf(parseCoins(text, 6)),
    encode: (amount) => formatCoins(amount, 6),
  }),
  textTarget({
    decoder: parseBaseUnits,
    samples: ['0', '7', '1000000', '18446744073709551615'],
    lengthMax: 64 * 1024,
    decode: parseBaseUnits,
    encode: (amount) => amount.toString(),
  }),
);
