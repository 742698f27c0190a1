// Every consensus object reads back as what was written; cut, lengthened or foreign bytes are refused or are the one
// form of the value that they give. Runs are few enough for seconds; the seeds differ from run to run.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, type Result, toHex } from '../bytes/index.ts';
import {
  type Address,
  type ConsensusField,
  decodeBlock,
  decodeSealedHeader,
  decodeTransaction,
  encodeBlock,
  encodeHeader,
  encodeUnsigned,
  type Header,
  type Payload,
  payloadLimits as limits,
  sealBytes,
  sealHeader,
  type SealedHeader,
  specLimits,
  type Transaction,
  withSignature,
} from './index.ts';

const bytes = (max: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ maxLength: max });
const exactly = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });
const hex32 = exactly(32).map(toHex);
const amount = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const count = fc.oneof(fc.nat(300), fc.maxSafeNat());
/** A Unicode scalar value: a character that UTF-8 can carry. */
const character = fc
  .oneof(
    fc.integer({ min: 0, max: 0x7f }),
    fc.integer({ min: 0, max: 0xd7ff }),
    fc.integer({ min: 0xe000, max: 0x10ffff }),
  )
  .map((code) => String.fromCodePoint(code));
/** Any Unicode text of at most `max` bytes in UTF-8. */
const text = (max: number): fc.Arbitrary<string> =>
  fc.array(character, { maxLength: max >> 2 }).map((list) => list.join(''));
const address: fc.Arbitrary<Address> = fc.record({ kind: fc.constantFrom('account', 'contract'), id: hex32 });
const keys = fc.array(hex32, { maxLength: 5 });

const payload: fc.Arbitrary<Payload> = fc.oneof(
  fc.record({ kind: fc.constant('transfer' as const), to: address, amount }),
  fc.record({ kind: fc.constant('record' as const), data: bytes(limits.recordBytesMax) }),
  fc.record({ kind: fc.constant('deploy' as const), code: text(400), args: bytes(100), amount }),
  fc.record({
    kind: fc.constant('invoke' as const),
    contract: hex32,
    function: text(limits.functionBytesMax),
    args: bytes(100),
    amount,
  }),
  fc.record({
    kind: fc.constant('file' as const),
    cid: bytes(limits.cidBytesMax),
    name: text(limits.fileNameBytesMax),
    size: count,
    mediaType: text(limits.mediaTypeBytesMax),
  }),
  fc.record({ kind: fc.constantFrom('stake' as const, 'unstake' as const), amount }),
  fc.record({ kind: fc.constant('evidence' as const), first: bytes(100), second: bytes(100) }),
  fc.record({ kind: fc.constant('signers' as const), add: keys, remove: keys }),
  fc.record({ kind: fc.constant('admin' as const), next: hex32 }),
);

const transaction: fc.Arbitrary<Transaction> = fc
  .tuple(
    fc.record({
      chainId: hex32,
      sender: hex32,
      nonce: count,
      gasLimit: count,
      gasPrice: amount,
      validUntil: count,
      payload,
    }),
    exactly(64),
  )
  .map(([unsigned, signature]) => withSignature(unsigned, signature));

const consensus: fc.Arbitrary<ConsensusField> = fc.oneof(
  fc.record({ kind: fc.constant('pow' as const), target: hex32 }),
  fc.record({
    kind: fc.constant('pos' as const),
    slot: count,
    vrfOutput: exactly(64),
    validatorsHash: hex32,
    nextValidatorsHash: hex32,
  }),
  fc.record({ kind: fc.constant('poa' as const), slot: count, validatorsHash: hex32, nextValidatorsHash: hex32 }),
);
const header: fc.Arbitrary<Header> = fc.record({
  version: fc.nat(255),
  chainId: hex32,
  height: count,
  parent: hex32,
  time: count,
  producer: hex32,
  transactionRoot: hex32,
  stateRoot: hex32,
  receiptRoot: hex32,
  historyRoot: hex32,
  gasUsed: count,
  consensus,
});
const sealed: fc.Arbitrary<SealedHeader> = header.chain((value) =>
  exactly(sealBytes[value.consensus.kind]).map((seal) => sealHeader(value, seal)),
);
const block = fc.tuple(sealed, fc.array(transaction, { maxLength: 3 }));

const decodeAnyBlock = (input: Uint8Array) => decodeBlock(input, specLimits.blockBytesMax);

interface Form {
  readonly name: string;
  readonly valid: fc.Arbitrary<Uint8Array>;
  readonly decode: (input: Uint8Array) => Result<unknown, { readonly type: string }>;
  /** Decodes and encodes again from the values, not from the bytes kept with them. */
  readonly again: (input: Uint8Array) => Uint8Array | undefined;
}

const transactionAgain = (input: Uint8Array): Uint8Array | undefined => {
  const read = decodeTransaction(input);
  return read.ok ? concatBytes(encodeUnsigned(read.value), read.value.signature) : undefined;
};
const headerAgain = (input: Uint8Array): Uint8Array | undefined => {
  const read = decodeSealedHeader(input);
  return read.ok ? concatBytes(encodeHeader(read.value.header), read.value.seal) : undefined;
};
const blockAgain = (input: Uint8Array): Uint8Array | undefined => {
  const read = decodeAnyBlock(input);
  if (!read.ok) return undefined;
  const own = sealHeader(read.value.header, read.value.seal);
  const transactions = read.value.transactions.map((each) => withSignature(each, each.signature));
  return encodeBlock(own, transactions);
};

const forms: readonly Form[] = [
  {
    name: 'transactions',
    valid: transaction.map((value) => value.bytes),
    decode: decodeTransaction,
    again: transactionAgain,
  },
  { name: 'headers', valid: sealed.map((value) => value.bytes), decode: decodeSealedHeader, again: headerAgain },
  {
    name: 'blocks',
    valid: block.map(([top, list]) => encodeBlock(top, list)),
    decode: decodeAnyBlock,
    again: blockAgain,
  },
];

describe('values read back', () => {
  it('transactions, with id and hash', () => {
    fc.assert(
      fc.property(transaction, (value) => {
        expect(decodeTransaction(value.bytes)).toEqual({ ok: true, value });
      }),
      { numRuns: 200 },
    );
  });

  it('sealed headers, with id', () => {
    fc.assert(
      fc.property(sealed, (value) => {
        expect(decodeSealedHeader(value.bytes)).toEqual({ ok: true, value });
      }),
    );
  });

  it('blocks, with their size', () => {
    fc.assert(
      fc.property(block, ([top, transactions]) => {
        const encoded = encodeBlock(top, transactions);
        expect(decodeAnyBlock(encoded)).toEqual({ ok: true, value: { ...top, transactions, size: encoded.length } });
      }),
    );
  });
});

describe.each(forms)('$name', ({ valid, decode, again }) => {
  it('are refused cut at any length and lengthened', () => {
    fc.assert(
      fc.property(valid, bytes(3), (input, extra) => {
        for (let length = 0; length < input.length; length++) expect(decode(input.subarray(0, length)).ok).toBe(false);
        expect(decode(concatBytes(input, extra)).ok).toBe(extra.length === 0);
      }),
      { numRuns: 20 },
    );
  });

  it('with changed bytes never throw, and are the one form of what they then say', () => {
    const change = fc.tuple(fc.nat(), fc.oneof(fc.constantFrom(0, 1, 2, 0x20, 0x7f, 0x80, 0xff), fc.nat(255)));
    fc.assert(
      fc.property(valid, fc.array(change, { minLength: 1, maxLength: 4 }), (input, changes) => {
        const changed = input.slice();
        for (const [at, byte] of changes) changed[at % changed.length] = byte;
        const encoded = again(changed);
        if (encoded !== undefined) expect(toHex(encoded)).toBe(toHex(changed));
      }),
      { numRuns: 500 },
    );
  });

  it('are not made by foreign bytes, unless those are the form', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          bytes(600),
          fc.nat(600).map((length) => new Uint8Array(length)),
        ),
        (input) => {
          const encoded = again(input);
          if (encoded !== undefined) expect(toHex(encoded)).toBe(toHex(input));
        },
      ),
      { numRuns: 300 },
    );
  });
});
