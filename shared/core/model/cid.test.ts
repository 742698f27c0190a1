// CIDs against the cases of js-multiformats and four more (tests/vectors/README.md), and the forms that are refused.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../bytes/index.ts';
import { cidCodecs, formatCid, makeCid, parseCid, readCid } from './cid.ts';

interface Vectors {
  readonly bytes: readonly { readonly hex: string; readonly cid?: string }[];
  readonly cases: readonly { readonly cid: string; readonly expect: boolean | string }[];
}

const vectors = JSON.parse(
  readFileSync(new URL('../../../tests/vectors/cid/cid_parse_cases.json', import.meta.url), 'utf8'),
) as Vectors;

const known = 'bafybeidskjjd4zmr7oh6ku6wp72vvbxyibcli2r6if3ocdcy7jjjusvl2u';
const knownHex = '017012207252523e6591fb8fe553d67ff55a86f84044b46a3e4176e10c58fa529a4aabd5';
const bytesOfHex = (hex: string): Uint8Array => fromHex(hex) ?? new Uint8Array(0);
const typeOf = (hex: string): string => {
  const read = readCid(bytesOfHex(hex));
  return read.ok ? 'ok' : read.error.type;
};

describe('texts', () => {
  test.each(vectors.cases)('$cid', ({ cid, expect: expected }) => {
    expect(parseCid(cid).ok).toBe(expected === true);
  });

  test('one text goes out, whichever came in', () => {
    for (const text of [known, 'zdj7Wd8AMwqnhJGQCbFxBVodGSBG84TM7Hs1rcJuQMwTyfEDS']) {
      const parsed = parseCid(text);
      expect(parsed.ok && formatCid(parsed.value.bytes)).toBe(known);
    }
    const old = parseCid('QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n');
    expect(old.ok && [old.value.version, formatCid(old.value.bytes).startsWith('bafybei')]).toEqual([0, true]);
  });

  test('a long text is refused before it is decoded', () => {
    expect(parseCid(`b${'a'.repeat(1_000_000)}`)).toEqual({ ok: false, error: { type: 'cid-length' } });
  });
});

describe('bytes', () => {
  test.each(vectors.bytes.filter(({ hex }) => hex.startsWith('01')))('$hex', ({ hex, cid }) => {
    const read = readCid(bytesOfHex(hex));
    expect(read.ok && toHex(read.value.bytes)).toBe(hex);
    if (cid !== undefined) expect(formatCid(bytesOfHex(hex))).toBe(cid);
  });

  test('making is the inverse of reading', () => {
    const read = readCid(bytesOfHex(knownHex));
    if (!read.ok) throw new Error('refused');
    expect(read.value.codec).toBe(cidCodecs.dagPb);
    expect(toHex(makeCid(read.value.codec, read.value.hash, read.value.digest).bytes)).toBe(knownHex);
  });

  test('what is refused', () => {
    expect(typeOf('')).toBe('cid-varint');
    expect(typeOf(`02${knownHex.slice(2)}`)).toBe('cid-version');
    expect(typeOf(`8100${knownHex.slice(2)}`)).toBe('cid-varint');
    expect(typeOf(`01f000${knownHex.slice(4)}`)).toBe('cid-varint');
    expect(typeOf(`0170001220${knownHex.slice(8)}`)).toBe('cid-hash');
    expect(typeOf(`01701114${'ab'.repeat(20)}`)).toBe('cid-hash');
    expect(typeOf(knownHex.slice(0, -2))).toBe('cid-length');
    expect(typeOf(`${knownHex}00`)).toBe('cid-length');
    expect(typeOf(`01701214${'ab'.repeat(20)}`)).toBe('cid-length');
    expect(typeOf('ff'.repeat(80))).toBe('cid-varint');
    expect(typeOf('00'.repeat(81))).toBe('cid-length');
  });
});
