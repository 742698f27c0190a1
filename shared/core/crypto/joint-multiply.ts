// a·P − b·Q for public scalars, by doublings that both share: the point arithmetic that takes the time in checking a
// VRF proof. Signed digits in a sliding window, so a 253-bit scalar takes about 43 additions and a 128-bit one about 22.
// Not in constant time: nothing secret may come in here. Bounds: two tables of eight points, scalars of 32 bytes.

import { ed25519 } from '@noble/curves/ed25519.js';

type CurvePoint = typeof ed25519.Point.BASE;

const { Point } = ed25519;

/** Digits are odd and within ±15; between two of them are at least four zeros. */
const digitMax = 15;
const scalarBits = 256;

/** P, 3P, 5P … 15P. */
const oddMultiples = (point: CurvePoint): readonly CurvePoint[] => {
  const twice = point.double();
  const multiples = [point];
  for (let i = 1; 2 * i + 1 <= digitMax; i++) multiples.push((multiples[i - 1] ?? point).add(twice));
  return multiples;
};

/** Pushes the borrow of a negative digit up: 1 into the next zero above, ones on the way become zeros. */
const carryInto = (digits: Int8Array, from: number): void => {
  let at = from;
  while (digits[at] === 1) {
    digits[at] = 0;
    at++;
  }
  digits[at] = 1;
};

/** Signed digits of a little-endian number below 2^255, lowest first. */
const signedDigits = (scalar: Uint8Array): Int8Array => {
  const digits = new Int8Array(scalarBits);
  for (let i = 0; i < 8 * scalar.length; i++) digits[i] = ((scalar[i >> 3] ?? 0) >> (i & 7)) & 1;
  for (let i = 0; i < scalarBits; i++) {
    if (digits[i] === 0) continue;
    for (let b = 1; b <= 6 && i + b < scalarBits; b++) {
      const digit = digits[i] ?? 0;
      const above = (digits[i + b] ?? 0) << b;
      if (above === 0) continue;
      if (digit + above <= digitMax) {
        digits[i] = digit + above;
        digits[i + b] = 0;
      } else if (digit - above >= -digitMax) {
        digits[i] = digit - above;
        carryInto(digits, i + b);
      } else break;
    }
  }
  return digits;
};

const withDigit = (sum: CurvePoint, digit: number, multiples: readonly CurvePoint[]): CurvePoint => {
  const multiple = multiples[(Math.abs(digit) - 1) >> 1];
  if (digit === 0 || multiple === undefined) return sum;
  return digit > 0 ? sum.add(multiple) : sum.subtract(multiple);
};

/** a·P − b·Q; scalars little-endian, below 2^255, at most 32 bytes. */
export const jointMultiply = (a: Uint8Array, p: CurvePoint, b: Uint8Array, q: CurvePoint): CurvePoint => {
  const digitsOfA = signedDigits(a);
  const digitsOfB = signedDigits(b);
  const multiplesOfP = oddMultiples(p);
  const multiplesOfQ = oddMultiples(q);
  let top = scalarBits - 1;
  while (top >= 0 && digitsOfA[top] === 0 && digitsOfB[top] === 0) top--;
  let sum = Point.ZERO;
  for (let i = top; i >= 0; i--) {
    sum = sum.double();
    sum = withDigit(sum, digitsOfA[i] ?? 0, multiplesOfP);
    sum = withDigit(sum, -(digitsOfB[i] ?? 0), multiplesOfQ);
  }
  return sum;
};
