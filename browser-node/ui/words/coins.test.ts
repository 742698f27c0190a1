// Amounts to text and back, and the sentence for each way of mistyping one.

import { expect, test } from 'vitest';
import { coinsOf, readCoins } from './coins.ts';

test.each([
  ['0', 6, '0'],
  ['1', 6, '0.000001'],
  ['1500000', 6, '1.5'],
  ['1000000000', 6, '1000'],
  ['18446744073709551615', 6, '18446744073709.551615'],
  ['120', 0, '120'],
])('%s base units with %i decimals read %s', (amount, decimals, text) => {
  expect(coinsOf(amount, decimals)).toBe(text);
});

test.each(['5', '0.1', '12.345678', '18446744073709.551615'])('%s survives reading and writing', (text) => {
  const typed = readCoins(text, 6);
  expect(typed).toMatchObject({ state: 'right', coins: text });
  expect(typed.state === 'right' && coinsOf(typed.amount, 6)).toBe(text);
});

test.each([
  ['0.1234567', 6, /has 6 decimals and you wrote 7\. Leave out the last 1\./],
  ['1.5', 0, /whole number/],
  ['0', 6, /more than 0/],
  ['-1', 6, /digits only/],
  ['1e3', 6, /digits only/],
  ['.5', 6, /digits only/],
  ['1,5', 6, /after a point/],
  ['18446744073709.551616', 6, /smaller amount/],
  ['five', 6, /digits only/],
])('%s with %i decimals is refused with a reason', (text, decimals, why) => {
  const typed = readCoins(text, decimals);
  expect(typed.state === 'wrong' ? typed.why : typed.state).toMatch(why);
});

test('nothing typed is no fault', () => {
  expect(readCoins('  ', 6)).toEqual({ state: 'empty' });
});
