// Records that no node writes count as damaged.

import { expect, test } from 'vitest';
import { createWriter } from '../bytes/index.ts';
import { decodeChunk } from './records.ts';

test('a part of a state snapshot has each key once', () => {
  const entry = (key: string, byte: number) => createWriter().text(key).bytes32(Uint8Array.of(byte)).finish();
  const [one, other] = ['1', '2'].map((digit) => `a${digit.repeat(64)}`);
  const chunk = (...entries: readonly Uint8Array[]) => decodeChunk(Uint8Array.from(entries.flatMap((e) => [...e])));
  expect(chunk(entry(one ?? '', 1), entry(other ?? '', 1))).toMatchObject({ ok: true });
  expect(chunk(entry(one ?? '', 1), entry(one ?? '', 2))).toMatchObject({ ok: false, error: { what: 'a key twice' } });
});
