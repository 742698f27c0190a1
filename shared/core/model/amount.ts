// Amounts: unsigned 64-bit numbers of base units. Every sum is checked, because a sum that wraps makes coins.
// Also their texts: whole coins as people type and read them, base units as the API and the spec carry them.

import { err, ok, type Result } from '../bytes/index.ts';

export type Amount = bigint;

export const amountMax: Amount = (1n << 64n) - 1n;

/** The sum, or `undefined` above 2^64 − 1. */
export const addAmounts = (a: Amount, b: Amount): Amount | undefined => {
  const sum = a + b;
  return sum > amountMax ? undefined : sum;
};

export type AmountFault =
  | { readonly type: 'amount-unreadable'; readonly text: string }
  | { readonly type: 'amount-decimals'; readonly text: string; readonly decimals: number }
  | { readonly type: 'amount-too-great'; readonly text: string };

/** Base units of what a person typed in whole coins, such as `12.5`; digits and one decimal point only. */
export const parseCoins = (text: string, decimals: number): Result<Amount, AmountFault> => {
  const trimmed = text.trim();
  const match = /^(\d{1,20})(?:\.(\d+))?$/.exec(trimmed);
  if (match === null) return err({ type: 'amount-unreadable', text: trimmed });
  const fraction = match[2] ?? '';
  if (fraction.length > decimals) return err({ type: 'amount-decimals', text: trimmed, decimals });
  const units = BigInt((match[1] ?? '') + fraction.padEnd(decimals, '0'));
  return units > amountMax ? err({ type: 'amount-too-great', text: trimmed }) : ok(units);
};

/** Whole coins as text, without trailing zeros: 1500000 with 6 decimals is `1.5`. */
export const formatCoins = (amount: Amount, decimals: number): string => {
  const digits = amount.toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  return fraction === '' ? whole : `${whole}.${fraction}`;
};

/** Base units in decimal digits, as the API and the chain spec carry them; no sign, no leading zero. */
export const parseBaseUnits = (text: string): Amount | undefined => {
  if (!/^(0|[1-9]\d{0,19})$/.test(text)) return undefined;
  const amount = BigInt(text);
  return amount > amountMax ? undefined : amount;
};
