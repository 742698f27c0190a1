// A proof-of-work header assembled by hand, as docs/protocol/bytes.md lays it out, and the ids of the other kinds.

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toHex } from '../bytes/index.ts';
import { type ConsensusField, decodeSealedHeader, encodeHeader, type Header, sealHeader } from './index.ts';

const sha256 = (...parts: readonly (string | Uint8Array)[]): string => {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest('hex');
};

const headerOf = (consensus: ConsensusField): Header => ({
  version: 1,
  chainId: 'c1'.repeat(32),
  height: 258,
  parent: '11'.repeat(32),
  time: 1_767_225_600_123,
  producer: 'aa'.repeat(32),
  transactionRoot: '22'.repeat(32),
  stateRoot: '33'.repeat(32),
  receiptRoot: '44'.repeat(32),
  historyRoot: '55'.repeat(32),
  gasUsed: 66_051,
  consensus,
});
const validators = { validatorsHash: '66'.repeat(32), nextValidatorsHash: '77'.repeat(32) };
const kinds: readonly (readonly [ConsensusField, number, number])[] = [
  [{ kind: 'pow', target: '00'.repeat(2) + 'ff'.repeat(30) }, 282, 8],
  [{ kind: 'pos', slot: 9, vrfOutput: new Uint8Array(64).fill(8), ...validators }, 386, 144],
  [{ kind: 'poa', slot: 9, ...validators }, 322, 64],
];

describe('a proof-of-work header', () => {
  const byHand = Buffer.concat([
    Buffer.from('01', 'hex'),
    Buffer.alloc(32, 0xc1),
    Buffer.from('0000000000000102', 'hex'),
    Buffer.alloc(32, 0x11),
    Buffer.from('0000019b76daa87b', 'hex'),
    Buffer.alloc(32, 0xaa),
    Buffer.alloc(32, 0x22),
    Buffer.alloc(32, 0x33),
    Buffer.alloc(32, 0x44),
    Buffer.alloc(32, 0x55),
    Buffer.from('0000000000010203', 'hex'),
    Buffer.from('01', 'hex'),
    Buffer.from('0000' + 'ff'.repeat(30), 'hex'),
  ]);
  const nonce = Uint8Array.of(0, 0, 0, 0, 0, 1, 2, 3);

  it('has the bytes, the digest and the id that the protocol page says', () => {
    const [[consensus]] = kinds as [(typeof kinds)[number]];
    const sealed = sealHeader(headerOf(consensus), nonce);
    expect(toHex(encodeHeader(headerOf(consensus)))).toBe(byHand.toString('hex'));
    const digest = sha256('\x0ftabchain/header', byHand);
    expect(sealed.sealDigest).toBe(digest);
    expect(sealed.id).toBe(sha256(Buffer.from(digest, 'hex'), nonce));
    expect(toHex(sealed.bytes)).toBe(Buffer.concat([byHand, nonce]).toString('hex'));
  });
});

describe.each(kinds)('a header of kind $kind', (consensus, length, sealLength) => {
  const header = headerOf(consensus);
  const seal = new Uint8Array(sealLength).fill(0x99);
  const { bytes, id, sealDigest } = sealHeader(header, seal);

  it('has its length and reads back', () => {
    expect(encodeHeader(header)).toHaveLength(length);
    expect(bytes).toHaveLength(length + sealLength);
    expect(decodeSealedHeader(bytes)).toEqual({ ok: true, value: { header, seal, sealDigest, id, bytes } });
  });

  it('changes its id with the seal only where the seal is work', () => {
    const other = sealHeader(header, new Uint8Array(sealLength));
    expect(other.sealDigest).toBe(sealDigest);
    expect(other.id === id).toBe(consensus.kind !== 'pow');
    expect(id === sealDigest).toBe(consensus.kind !== 'pow');
  });

  it('is refused cut at any length, lengthened, or with a number above 2^53 − 1', () => {
    for (let cut = 0; cut < bytes.length; cut++) expect(decodeSealedHeader(bytes.subarray(0, cut)).ok).toBe(false);
    expect(decodeSealedHeader(Uint8Array.of(...bytes, 0)).ok).toBe(false);
    for (const at of [33, 73, 241]) {
      const changed = bytes.slice();
      changed[at + 1] = 0x20;
      expect(decodeSealedHeader(changed)).toMatchObject({
        ok: false,
        error: { type: 'bytes-not-canonical', at: at + 8 },
      });
    }
  });

  it('of an unknown kind is refused', () => {
    for (const kind of [0, 4, 255]) {
      const changed = bytes.slice();
      changed[249] = kind;
      expect(decodeSealedHeader(changed)).toMatchObject({ ok: false, error: { type: 'bytes-not-canonical', at: 250 } });
    }
  });

  it('is not touched by what becomes of the buffer it was read from', () => {
    const buffer = Buffer.from(bytes);
    const sealed = decodeSealedHeader(buffer);
    if (!sealed.ok) throw new Error('a header');
    buffer.fill(0);
    expect(toHex(sealed.value.bytes)).toBe(toHex(bytes));
    expect(sealed.value.seal).toEqual(seal);
    // computed when it was read, not from what the buffer holds by now
    expect(sealed.value.id).toBe(id);
  });

  it('takes no seal of another length', () => {
    expect(() => sealHeader(header, new Uint8Array(sealLength - 1))).toThrow(RangeError);
    expect(() => sealHeader(header, new Uint8Array(sealLength + 1))).toThrow(RangeError);
  });
});
