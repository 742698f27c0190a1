// Spec bytes from outside: what the form itself refuses, and how long it can be.

import { describe, expect, it } from 'vitest';
import { createWriter, type DecodeFault, type Writer } from '../bytes/index.ts';
import { type Allocation, type ChainSpec, decodeChainSpec, encodeChainSpec, specLimits, zeroHex32 } from './index.ts';

const entries = (count: number): readonly Allocation[] =>
  Array.from({ length: count }, () => ({ account: zeroHex32, amount: 1n }));

const spec: ChainSpec = {
  protocol: { version: 1, vmHash: zeroHex32 },
  name: 'n'.repeat(specLimits.nameBytesMax),
  symbol: 'S'.repeat(specLimits.symbolBytesMax),
  decimals: 6,
  genesisTime: 1,
  salt: '5a'.repeat(16),
  reward: 1n,
  accountDeposit: 1n,
  gasPerByte: 1,
  gasPerSignature: 1,
  blockGasMax: 1,
  blockBytesMax: 1,
  stateBytesMax: 1,
  reorgLimit: 1,
  settleDepth: 1,
  consensus: {
    kind: 'pos',
    slotMs: 1,
    epochSlots: 1,
    unbondingBlocks: 1,
    evidenceBlocks: 1,
    slashPermille: 1,
    reporterPermille: 1,
    stakes: entries(specLimits.signersMax),
  },
  allocations: entries(specLimits.allocationsMax),
};

/** Everything before the consensus kind, when name and symbol are as long as they can be. */
const fieldsLength = 183;
const head = encodeChainSpec(spec).subarray(0, fieldsLength);
const faultOf = (write: (writer: Writer) => Writer): DecodeFault['type'] | undefined => {
  const read = decodeChainSpec(write(createWriter().raw(head)).finish());
  return read.ok ? undefined : read.error.type;
};
const key = new Uint8Array(32);

describe('the bytes of a spec', () => {
  it('are at most 174,304, and read back', () => {
    const bytes = encodeChainSpec(spec);
    expect(bytes).toHaveLength(fieldsLength + 10_279 + 163_842);
    expect(decodeChainSpec(bytes)).toEqual({ ok: true, value: spec });
  });

  it('are valid with the parts that the refused ones below vary', () => {
    expect(faultOf((w) => w.u8(1).uint(1).u8(1).uint(1).raw(key).u8(1).u16(0))).toBeUndefined();
    expect(faultOf((w) => w.u8(3).uint(1).raw(key).u16(1).raw(key).uint(1).u16(0))).toBeUndefined();
  });

  it.each<[string, (writer: Writer) => Writer, DecodeFault['type']]>([
    ['a consensus kind of 0', (w) => w.u8(0).uint(1).u8(1).uint(1).raw(key).u8(1).u16(0), 'bytes-not-canonical'],
    ['a consensus kind of 4', (w) => w.u8(4).uint(1).u8(1).uint(1).raw(key).u8(1).u16(0), 'bytes-not-canonical'],
    ['a retarget kind of 3', (w) => w.u8(1).uint(1).u8(3).uint(1).raw(key).u8(1).u16(0), 'bytes-not-canonical'],
    ['a flag of 2', (w) => w.u8(1).uint(1).u8(1).uint(1).raw(key).u8(2).u16(0), 'bytes-not-canonical'],
    [
      '257 signers',
      (w) =>
        w
          .u8(3)
          .uint(1)
          .raw(key)
          .u16(257)
          .raw(new Uint8Array(257 * 32)),
      'bytes-over-limit',
    ],
    ['65,535 allocations', (w) => w.u8(3).uint(1).raw(key).u16(0).uint(1).u16(0xffff), 'bytes-over-limit'],
    ['fewer allocations than announced', (w) => w.u8(3).uint(1).raw(key).u16(0).uint(1).u16(4096), 'bytes-truncated'],
    ['257 stakes', (w) => w.u8(2).uint(1).uint(1).uint(1).uint(1).u16(1).u16(1).u16(257), 'bytes-over-limit'],
  ])('with %s are refused', (_, write, type) => {
    expect(faultOf(write)).toBe(type);
  });

  it('with too long a name or symbol are refused', () => {
    expect(decodeChainSpec(encodeChainSpec({ ...spec, name: 'n'.repeat(41) }))).toMatchObject({
      error: { type: 'bytes-over-limit', length: 41 },
    });
    expect(decodeChainSpec(encodeChainSpec({ ...spec, symbol: 'S'.repeat(9) }))).toMatchObject({
      error: { type: 'bytes-over-limit', length: 9 },
    });
  });

  it('are not made of a salt of another length', () => {
    for (const salt of ['', '5a'.repeat(15), 'zz'.repeat(16)]) {
      expect(() => encodeChainSpec({ ...spec, salt })).toThrow(RangeError);
    }
  });
});
