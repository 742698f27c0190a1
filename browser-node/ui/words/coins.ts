// Amounts as a person reads and types them, in whole coins. The screen knows amounts only as the API's decimal strings
// of base units; it turns them with text and bigint, never with floating point.

import type { AmountText } from '../../../shared/provider/index.ts';
import { words } from './language.ts';

/** the API's amounts are unsigned 64-bit */
const unitsMax = (1n << 64n) - 1n;

/** Whole coins without trailing zeros: `1500000` with 6 decimals is `1.5`. */
export const coinsOf = (amount: AmountText, decimals: number): string => {
  const digits = amount.padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  return fraction === '' ? whole : `${whole}.${fraction}`;
};

export type TypedAmount =
  | { readonly state: 'empty' }
  | { readonly state: 'right'; readonly amount: AmountText; readonly coins: string }
  | { readonly state: 'wrong'; readonly why: string };

/** What a person typed as an amount to pay: digits and at most one decimal point, with room for the coin's decimals. */
export const readCoins = (text: string, decimals: number): TypedAmount => {
  const typed = text.trim();
  if (typed === '') return { state: 'empty' };
  const wrong = (why: string): TypedAmount => ({ state: 'wrong', why });
  const says = words().quantity.typed;
  if (typed.includes(',')) return wrong(says.comma);
  const match = /^(\d{1,20})(?:\.(\d+))?$/.exec(typed);
  if (match === null) return wrong(says.digits);
  const fraction = match[2] ?? '';
  if (fraction.length > decimals) {
    return wrong(decimals === 0 ? says.whole : says.decimals(decimals, fraction.length));
  }
  const units = BigInt((match[1] ?? '') + fraction.padEnd(decimals, '0'));
  if (units === 0n) return wrong(says.zero);
  if (units > unitsMax) return wrong(says.tooMany);
  const amount = units.toString();
  return { state: 'right', amount, coins: coinsOf(amount, decimals) };
};
