// A transfer assembled by hand, as docs/protocol/bytes.md lays it out, and what is refused of every kind.

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { concatBytes, createWriter, type DecodeFault, fromHex, toHex, type Writer } from '../bytes/index.ts';
import {
  decodeTransaction,
  encodeUnsigned,
  type Payload,
  payloadLimits,
  signingBytesOf,
  type UnsignedTransaction,
  withSignature,
} from './index.ts';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const unsigned = (payload: Payload): UnsignedTransaction => ({
  chainId: 'c1'.repeat(32),
  sender: 'aa'.repeat(32),
  nonce: 7,
  gasLimit: 50_000,
  gasPrice: 3n,
  validUntil: 4096,
  payload,
});
const signature = new Uint8Array(64).fill(0x5a);
const signed = (payload: Payload): Uint8Array => withSignature(unsigned(payload), signature).bytes;

/** The fields before the payload. */
const head = encodeUnsigned(unsigned({ kind: 'record', data: new Uint8Array(0) })).subarray(0, 96);
const withPayload = (write: (writer: Writer) => Writer): Uint8Array =>
  concatBytes(head, write(createWriter()).finish(), signature);
const faultOf = (bytes: Uint8Array): DecodeFault | undefined => {
  const transaction = decodeTransaction(bytes);
  return transaction.ok ? undefined : transaction.error;
};

describe('a transfer', () => {
  const payload: Payload = { kind: 'transfer', to: { kind: 'account', id: 'bb'.repeat(32) }, amount: 1_500_000n };
  const byHand = Buffer.concat([
    Buffer.alloc(32, 0xc1),
    Buffer.alloc(32, 0xaa),
    Buffer.from('0000000000000007', 'hex'),
    Buffer.from('000000000000c350', 'hex'),
    Buffer.from('0000000000000003', 'hex'),
    Buffer.from('0000000000001000', 'hex'),
    Buffer.from('01', 'hex'),
    Buffer.from('00', 'hex'),
    Buffer.alloc(32, 0xbb),
    Buffer.from('000000000016e360', 'hex'),
  ]);

  it('has the bytes, the id and the hashes that the protocol page says', () => {
    const transaction = withSignature(unsigned(payload), signature);
    expect(byHand).toHaveLength(138);
    expect(toHex(encodeUnsigned(unsigned(payload)))).toBe(byHand.toString('hex'));
    expect(toHex(transaction.bytes)).toBe(Buffer.concat([byHand, signature]).toString('hex'));
    expect(transaction.id).toBe(sha256(Buffer.concat([Buffer.from('\x14tabchain/transaction'), byHand])));
    expect(transaction.signedHash).toBe(
      sha256(Buffer.concat([Buffer.from('\x1btabchain/signed-transaction'), byHand, signature])),
    );
    expect(toHex(signingBytesOf(transaction))).toBe(
      Buffer.concat([Buffer.from('\x1etabchain/transaction-signature'), byHand]).toString('hex'),
    );
  });

  it('keeps its id and changes its signed hash under another signature', () => {
    const one = withSignature(unsigned(payload), signature);
    const two = withSignature(unsigned(payload), new Uint8Array(64));
    expect(two.id).toBe(one.id);
    expect(two.signedHash).not.toBe(one.signedHash);
  });

  it('is not touched by what becomes of the buffer it was read from', () => {
    const buffer = Buffer.from(signed(payload));
    const transaction = decodeTransaction(buffer);
    if (!transaction.ok) throw new Error('a transfer');
    buffer.fill(0);
    expect(toHex(transaction.value.bytes)).toBe(toHex(signed(payload)));
    expect(transaction.value.signature).toEqual(signature);
    expect(transaction.value.bytes).not.toBeInstanceOf(Buffer);
  });

  it('takes no signature but one of 64 bytes', () => {
    for (const length of [0, 63, 65]) {
      expect(() => withSignature(unsigned(payload), new Uint8Array(length))).toThrow(RangeError);
    }
  });
});

const limits = payloadLimits;
const key = new Uint8Array(32);
const address = fromHex('01'.repeat(32)) ?? key;

describe('payloads at their limits', () => {
  /** signed bytes, as the protocol page lists them */
  const largest: Readonly<Record<string, number>> = {
    record: 1187,
    deploy: 41_133,
    invoke: 16_653,
    file: 636,
    evidence: 2213,
    signers: 2211,
  };
  const most: readonly Payload[] = [
    { kind: 'record', data: new Uint8Array(limits.recordBytesMax) },
    {
      kind: 'deploy',
      code: 'x'.repeat(limits.codeBytesMax),
      args: new Uint8Array(limits.argsBytesMax),
      amount: 2n ** 64n - 1n,
    },
    {
      kind: 'invoke',
      contract: 'cc'.repeat(32),
      function: 'f'.repeat(limits.functionBytesMax),
      args: new Uint8Array(limits.argsBytesMax),
      amount: 0n,
    },
    {
      kind: 'file',
      cid: new Uint8Array(limits.cidBytesMax),
      name: `${'é'.repeat(limits.fileNameBytesMax >> 1)}x`,
      size: Number.MAX_SAFE_INTEGER,
      mediaType: 'm'.repeat(limits.mediaTypeBytesMax),
    },
    {
      kind: 'evidence',
      first: new Uint8Array(limits.evidenceBytesMax),
      second: new Uint8Array(limits.evidenceBytesMax),
    },
    {
      kind: 'signers',
      add: Array.from({ length: limits.signerChangesMax }, () => 'ab'.repeat(32)),
      remove: Array.from({ length: limits.signerChangesMax }, () => 'cd'.repeat(32)),
    },
  ];

  it.each(most.map((payload) => [payload.kind, payload] as const))('%s reads back', (kind, payload) => {
    expect(signed(payload)).toHaveLength(largest[kind] ?? 0);
    const transaction = decodeTransaction(signed(payload));
    expect(transaction.ok && transaction.value.payload).toEqual(payload);
  });

  it.each<[string, (writer: Writer) => Writer, DecodeFault['type']]>([
    ['a kind of 0', (w) => w.u8(0), 'bytes-not-canonical'],
    ['a kind above 10', (w) => w.u8(11), 'bytes-not-canonical'],
    ['an address kind above 1', (w) => w.u8(1).u8(2).raw(address).u64(1n), 'bytes-not-canonical'],
    ['a record of 1,025 bytes', (w) => w.u8(2).bytes16(new Uint8Array(1025)), 'bytes-over-limit'],
    ['code of 24 KiB and a byte', (w) => w.u8(3).text('x'.repeat(24_577)).u16(0).u64(0n), 'bytes-over-limit'],
    ['code that is not UTF-8', (w) => w.u8(3).bytes16(Uint8Array.of(0xff)).u16(0).u64(0n), 'bytes-not-canonical'],
    [
      'arguments of 16 KiB and a byte',
      (w) => w.u8(3).u16(0).bytes16(new Uint8Array(16_385)).u64(0n),
      'bytes-over-limit',
    ],
    ['a function name of 65 bytes', (w) => w.u8(4).raw(key).text('f'.repeat(65)).u16(0).u64(0n), 'bytes-over-limit'],
    ['a CID of 81 bytes', (w) => w.u8(5).bytes8(new Uint8Array(81)).u16(0).uint(0).u16(0), 'bytes-over-limit'],
    ['a file name of 256 bytes', (w) => w.u8(5).u8(0).text('n'.repeat(256)).uint(0).u16(0), 'bytes-over-limit'],
    [
      'a file of 2^53 bytes',
      (w) =>
        w
          .u8(5)
          .u8(0)
          .u16(0)
          .u64(2n ** 53n)
          .u16(0),
      'bytes-not-canonical',
    ],
    ['a media type of 128 bytes', (w) => w.u8(5).u8(0).u16(0).uint(0).text('m'.repeat(128)), 'bytes-over-limit'],
    ['evidence of 1,025 bytes', (w) => w.u8(8).bytes16(new Uint8Array(1025)).u16(0), 'bytes-over-limit'],
    [
      '33 signers to add',
      (w) =>
        w
          .u8(9)
          .u8(33)
          .raw(new Uint8Array(33 * 32))
          .u8(0),
      'bytes-over-limit',
    ],
    ['255 signers to remove', (w) => w.u8(9).u8(0).u8(255), 'bytes-over-limit'],
  ])('%s is refused', (_, write, type) => {
    expect(faultOf(withPayload(write))?.type).toBe(type);
  });

  it('a nonce of 2^53 is refused', () => {
    const bytes = signed({ kind: 'stake', amount: 1n });
    bytes.set([0, 0x20, 0, 0, 0, 0, 0, 0], 64);
    expect(faultOf(bytes)).toEqual({ type: 'bytes-not-canonical', at: 72, what: 'a number above 2^53 − 1' });
  });

  it('text that no bytes can carry is not signed as something else', () => {
    expect(() => signed({ kind: 'deploy', code: '\ud83d', args: key, amount: 0n })).toThrow(RangeError);
  });
});
