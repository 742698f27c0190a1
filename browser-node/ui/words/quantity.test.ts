// Units and roundings where they turn over.

import { expect, test } from 'vitest';
import { de } from './text/de/index.ts';
import { en } from './text/en/index.ts';
import { es } from './text/es/index.ts';
import { agoText, bytesText, durationText, hashesPerBlock, hashRateText } from './quantity.ts';

test('bytes and hash rates take the unit that keeps them short', () => {
  expect([0, 1023, 1024, 1536 * 1024, 200 * 1024 * 1024].map(bytesText)).toEqual([
    ...['0 B', '1023 B', '1.0 KiB', '1.5 MiB', '200 MiB'],
  ]);
  expect([0, 999, 1500, 16_000_000].map(hashRateText)).toEqual(['0 H/s', '999 H/s', '1.5 kH/s', '16.0 MH/s']);
});

test('times are relative in their largest unit', () => {
  const now = 1_000_000_000;
  const ago = (ms: number): string => agoText(now - ms, now);
  expect([0, 1000, 12_000, 90_000, 7_200_000, 3 * 86_400_000].map(ago)).toEqual([
    ...['just now', 'just now', '12 s ago', '2 min ago', '2 h ago', '3 d ago'],
  ]);
  expect(ago(-3000)).toBe('just now');
  expect(ago(-20_000)).toBe('in 20 s');
  expect(durationText(10)).toBe('1 s');
});

test('a target of 2^236 − 1 takes 2^20 hashes', () => {
  expect(hashesPerBlock(`0x${((1n << 236n) - 1n).toString(16).padStart(64, '0')}`)).toBe(2 ** 20);
});

test('an exact time is written as the language writes it, also one that no calendar has', () => {
  const time = new Date(2026, 10, 30, 14, 43, 22).getTime();
  expect([en, de, es].map(({ quantity }) => quantity.exact(time).replaceAll(/\s/g, ' '))).toEqual([
    ...['Nov 30, 2026, 2:43:22 PM', '30.11.2026, 14:43:22', '30 nov 2026, 14:43:22'],
  ]);
  expect(en.quantity.exact(Number.MAX_SAFE_INTEGER)).toContain('275760');
});
