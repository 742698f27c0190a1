// The parts of SHA-256 (FIPS 180-4, sections 4.1.2, 4.2.2, 5.3.3, 6.2.2) that the kernel is generated from and that a job
// is prepared with. Hashing as such is done elsewhere, with a library: this file never yields a digest.
// Numbers are 32-bit words; functions return them signed or unsigned as JavaScript's bit operators do, callers store
// them in a Uint32Array.

/** The eight working variables a..h between two rounds. */
export type WorkingState = readonly [number, number, number, number, number, number, number, number];

export const roundCount = 64;

const firstPrimes = primes(roundCount);

/** Round constants: the first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
export const roundConstants: readonly number[] = firstPrimes.map((prime) => rootFraction(prime, 3n));

/** Initial hash value: the first 32 bits of the fractional parts of the square roots of the first 8 primes. */
export const initialState: WorkingState = [
  initialWord(2),
  initialWord(3),
  initialWord(5),
  initialWord(7),
  initialWord(11),
  initialWord(13),
  initialWord(17),
  initialWord(19),
];

export const smallSigma0 = (x: number): number => rotateRight(x, 7) ^ rotateRight(x, 18) ^ (x >>> 3);
export const smallSigma1 = (x: number): number => rotateRight(x, 17) ^ rotateRight(x, 19) ^ (x >>> 10);

/** One round; `constantAndWord` is the round's constant plus its word of the message schedule. */
export function sha256Round([a, b, c, d, e, f, g, h]: WorkingState, constantAndWord: number): WorkingState {
  const bigSigma1 = rotateRight(e, 6) ^ rotateRight(e, 11) ^ rotateRight(e, 25);
  const choice = (e & f) ^ (~e & g);
  const t1 = (h + bigSigma1 + choice + constantAndWord) | 0;
  const bigSigma0 = rotateRight(a, 2) ^ rotateRight(a, 13) ^ rotateRight(a, 22);
  const majority = (a & b) ^ (a & c) ^ (b & c);
  return [(t1 + bigSigma0 + majority) | 0, a, b, c, (d + t1) | 0, e, f, g];
}

function rotateRight(x: number, bits: number): number {
  return (x >>> bits) | (x << (32 - bits));
}

function initialWord(prime: number): number {
  return rootFraction(BigInt(prime), 2n);
}

/** floor(root(value) × 2^32) mod 2^32, by integer bisection. */
function rootFraction(value: bigint, degree: bigint): number {
  const scaled = value << (32n * degree);
  let low = 0n;
  let high = value << 32n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** degree <= scaled) low = middle;
    else high = middle;
  }
  return Number(BigInt.asUintN(32, low));
}

function primes(count: number): readonly bigint[] {
  const found: bigint[] = [];
  for (let candidate = 2n; found.length < count; candidate++) {
    if (found.every((prime) => candidate % prime !== 0n)) found.push(candidate);
  }
  return found;
}
