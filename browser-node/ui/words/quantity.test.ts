// Units and roundings where they turn over.

import { afterEach, expect, test } from 'vitest';
import { speak } from './language.ts';
import { de } from './text/de/index.ts';
import { en } from './text/en/index.ts';
import { es } from './text/es/index.ts';
import { agoText, aheadText, bytesText, durationText, hashesPerBlock, hashRateText } from './quantity.ts';

afterEach(() => speak('en'));

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
    ...['just now', 'just now', '12 s ago', '2 min ago', '2 h ago', '3 days ago'],
  ]);
  expect(ago(-3000)).toBe('just now');
  expect(ago(-20_000)).toBe('in 20 s');
  expect(durationText(10)).toBe('1 s');
});

const dayMs = 86_400_000;

test.each([
  ['en', ['1 day ago', '59 days ago', '3 months ago', '23 months ago', '2 years ago'], 'in 2 days', '2 days'],
  ['de', ['vor 1 Tag', 'vor 59 Tagen', 'vor 3 Monaten', 'vor 23 Monaten', 'vor 2 Jahren'], 'in 2 Tagen', '2 Tage'],
  ['es', ['hace 1 día', 'hace 59 días', 'hace 3 meses', 'hace 23 meses', 'hace 2 años'], 'en 2 días', '2 días'],
] as const)('long times in %s have its words, the larger the longer they are', async (language, past, ahead, bare) => {
  await speak(language);
  expect([1, 59, 90, 699, 800].map((days) => agoText(0, days * dayMs))).toEqual(past);
  expect(aheadText(2 * dayMs)).toBe(ahead);
  expect(durationText(2 * dayMs)).toBe(bare);
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
