// The messages of Bitswap: byte for byte those of Helia's own coder (tests/vectors/files), and its bounds.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../core/bytes/index.ts';
import { type BitswapMessage, bitswapLimits, decodeBitswap, encodeBitswap } from './bitswap-message.ts';

const golden = JSON.parse(readFileSync(new URL('../../tests/vectors/files/bitswap.json', import.meta.url), 'utf8')) as {
  readonly messages: Readonly<Record<string, string>>;
};

const cid = Uint8Array.from([1, 0x55, 0x12, 32, ...Array.from({ length: 32 }, () => 7)]);
const nothing: BitswapMessage = { wants: [], full: false, blocks: [], presences: [] };
const want = { cid, cancel: false, onlyHave: false, sendDontHave: true };
const samples: Readonly<Record<string, BitswapMessage>> = {
  wants: {
    ...nothing,
    wants: [want, { ...want, onlyHave: true }, { ...want, cancel: true, sendDontHave: false }],
  },
  full: { ...nothing, full: true },
  blocks: {
    ...nothing,
    blocks: [
      { prefix: cid.slice(0, 4), data: Uint8Array.from([1, 2, 3]) },
      { prefix: cid.slice(0, 4), data: new Uint8Array(300) },
    ],
  },
  presences: {
    ...nothing,
    presences: [
      { cid, has: true },
      { cid, has: false },
    ],
  },
};

/** Without the length in front. */
const bodyOf = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => {
  const length = bytes.findIndex((byte) => byte < 128) + 1;
  return new Uint8Array(bytes.slice(length));
};

describe('the messages of Helia', () => {
  test.each(Object.keys(samples))('%s', (name) => {
    const sample = samples[name] ?? nothing;
    expect(toHex(bodyOf(encodeBitswap(sample)))).toBe(golden.messages[name]);
    expect(decodeBitswap(new Uint8Array(fromHex(golden.messages[name] ?? '') ?? []))).toEqual({
      ok: true,
      value: sample,
    });
  });
});

describe('bounds', () => {
  const typeOf = (message: BitswapMessage): string => {
    const decoded = decodeBitswap(bodyOf(encodeBitswap(message)));
    return decoded.ok ? 'ok' : decoded.error.type;
  };
  const many = <T>(count: number, one: T): readonly T[] => Array.from({ length: count }, () => one);

  test('as many wants as the limit, and one more', () => {
    expect(typeOf({ ...nothing, wants: many(bitswapLimits.wantsMax, want) })).toBe('ok');
    expect(typeOf({ ...nothing, wants: many(bitswapLimits.wantsMax + 1, want) })).toBe('bitswap-too-many');
  });

  test('blocks, presences and long ids', () => {
    const block = { prefix: cid.slice(0, 4), data: new Uint8Array(1) };
    expect(typeOf({ ...nothing, blocks: many(bitswapLimits.blocksMax + 1, block) })).toBe('bitswap-too-many');
    const presence = { cid, has: true };
    expect(typeOf({ ...nothing, presences: many(bitswapLimits.presencesMax + 1, presence) })).toBe('bitswap-too-many');
    expect(typeOf({ ...nothing, wants: [{ ...want, cid: new Uint8Array(81) }] })).toBe('bitswap-form');
  });
});
