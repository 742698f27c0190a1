// Amounts as people type them and as the API carries them.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addAmounts, amountMax, formatCoins, parseBaseUnits, parseCoins } from './index.ts';

const amounts = fc.bigInt({ min: 0n, max: amountMax });

describe('addAmounts', () => {
  it('gives the sum up to 2^64 − 1 and nothing above', () => {
    expect(addAmounts(amountMax - 1n, 1n)).toBe(amountMax);
    expect(addAmounts(amountMax, 1n)).toBeUndefined();
    expect(addAmounts(amountMax, amountMax)).toBeUndefined();
    fc.assert(
      fc.property(amounts, amounts, (a, b) => {
        expect(addAmounts(a, b)).toBe(a + b < 2n ** 64n ? a + b : undefined);
      }),
    );
  });
});

describe('parseCoins', () => {
  it.each<[string, number, bigint]>([
    ['12.5', 6, 12_500_000n],
    ['0', 6, 0n],
    ['0.000001', 6, 1n],
    [' 007 ', 2, 700n],
    ['3', 0, 3n],
    ['18446744073709551615', 0, amountMax],
    ['18446744073709.551615', 6, amountMax],
  ])('reads %j with %d decimals', (text, decimals, units) => {
    expect(parseCoins(text, decimals)).toEqual({ ok: true, value: units });
  });

  it.each<[string, number, string]>([
    ['', 6, 'amount-unreadable'],
    ['.5', 6, 'amount-unreadable'],
    ['5.', 6, 'amount-unreadable'],
    ['1,5', 6, 'amount-unreadable'],
    ['-1', 6, 'amount-unreadable'],
    ['+1', 6, 'amount-unreadable'],
    ['1e3', 6, 'amount-unreadable'],
    ['0x10', 6, 'amount-unreadable'],
    ['1 000', 6, 'amount-unreadable'],
    ['1.5\n2', 6, 'amount-unreadable'],
    ['١٢', 6, 'amount-unreadable'],
    ['1.2.3', 6, 'amount-unreadable'],
    ['1'.repeat(21), 6, 'amount-unreadable'],
    ['0.0000001', 6, 'amount-decimals'],
    ['1.0', 0, 'amount-decimals'],
    [`0.${'0'.repeat(100_000)}`, 12, 'amount-decimals'],
    ['18446744073709551616', 0, 'amount-too-great'],
    ['18446744073709.551616', 6, 'amount-too-great'],
    ['99999999999999999999', 12, 'amount-too-great'],
  ])('refuses %.24j with %d decimals: %s', (text, decimals, type) => {
    const coins = parseCoins(text, decimals);
    expect(coins.ok ? coins.value : coins.error.type).toBe(type);
  });

  it('reads back what formatCoins writes', () => {
    fc.assert(
      fc.property(amounts, fc.nat(12), (amount, decimals) => {
        const text = formatCoins(amount, decimals);
        expect(text).toMatch(/^(0|[1-9]\d*)(\.\d*[1-9])?$/);
        expect(parseCoins(text, decimals)).toEqual({ ok: true, value: amount });
      }),
    );
  });
});

describe('formatCoins', () => {
  it.each<[bigint, number, string]>([
    [1_500_000n, 6, '1.5'],
    [0n, 6, '0'],
    [1n, 6, '0.000001'],
    [1_000_000n, 6, '1'],
    [120n, 0, '120'],
    [amountMax, 12, '18446744.073709551615'],
  ])('writes %d with %d decimals as %s', (amount, decimals, text) => {
    expect(formatCoins(amount, decimals)).toBe(text);
  });
});

describe('parseBaseUnits', () => {
  it('reads what a bigint prints', () => {
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(parseBaseUnits(amount.toString())).toBe(amount);
      }),
    );
  });

  it.each([
    '',
    ' 1',
    '1 ',
    '01',
    '00',
    '-1',
    '-0',
    '+1',
    '1.0',
    '1e3',
    '0x1',
    '1\n',
    '18446744073709551616',
    '9'.repeat(20),
  ])('refuses %j', (text) => {
    expect(parseBaseUnits(text)).toBeUndefined();
  });
});
