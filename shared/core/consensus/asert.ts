// The arithmetic of aserti3-2d: a target grows by 2 for each half-life of lateness and shrinks by 2 for each half-life
// of earliness, with a cubic approximation of 2^x in integers only. Which lateness counts is for pow.ts to say.
// Source: M. Lundeberg, J. Toomim and others, "ASERT" (Bitcoin Cash specification 2020-11-15, aserti3-2d), whose test
// vectors are reproduced bit for bit. Bounded: results lie in 1…targetMax.

export interface AsertStep {
  /** target to start from */
  readonly target: bigint;
  /** how much later than due (negative: earlier), in the unit of the half-life */
  readonly lateness: bigint;
  readonly halfLife: bigint;
  readonly targetMax: bigint;
}

/** Exponents have 16 bits behind the point. */
const fractionBits = 16n;
const one = 1n << fractionBits;

/** 65,536 × 2^(fraction / 65,536), within 0.013 %: the specification's polynomial. */
const powerOfTwo = (fraction: bigint): bigint =>
  one +
  ((195_766_423_245_049n * fraction + 971_821_376n * fraction ** 2n + 5_127n * fraction ** 3n + (1n << 47n)) >> 48n);

/** target × 2^(lateness / halfLife), clamped to 1…targetMax. Division cuts towards zero, as in the specification. */
export const asertTarget = ({ target, lateness, halfLife, targetMax }: AsertStep): bigint => {
  const exponent = (lateness * one) / halfLife;
  const whole = exponent >> fractionBits;
  const scaled = target * powerOfTwo(exponent - (whole << fractionBits));
  // Bounds before the shift, so that no lateness makes a number of unbounded length.
  if (whole > 256n) return targetMax;
  if (whole < -512n) return 1n;
  const shift = whole - fractionBits;
  const result = shift < 0n ? scaled >> -shift : scaled << shift;
  if (result < 1n) return 1n;
  return result > targetMax ? targetMax : result;
};
