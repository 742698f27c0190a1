// How figures are measured: contenders take turns, round after round, and each is judged by the median of its rounds, so
// that what else the machine does meets all of them alike. Runs in Node.js, in a page and in a worker.
// Owns: the shape of a figure. Bounds: a measurement takes about rounds × roundMs for each contender, and a little to
// find out how much work fills a round.

export interface BenchFigure {
  readonly name: string;
  readonly host: 'node' | 'chromium';
  readonly value: number;
  readonly unit: string;
  /** what it is compared with, measured in the same run, in the same unit */
  readonly baseline: number;
  /** value ÷ baseline */
  readonly ratio: number;
  /** what the value is made of, in its unit; not all of it need be named */
  readonly parts?: Readonly<Record<string, number>>;
}

/** Why a figure cannot be taken on this machine, for want of what is no dependency of ours; a sentence's words. */
export interface LeftOut {
  readonly leftOut: string;
}

export interface Contender {
  readonly name: string;
  /** Makes ready for the next turn; its time does not count. */
  readonly prepare?: () => void | Promise<void>;
  /** Does `count` units of work, or as many more as it says it did. */
  readonly work: (count: number) => number | Promise<number>;
}

export interface Rounds {
  readonly rounds: number;
  readonly roundMs: number;
}

/** Units of work per second of each contender, in their order. */
export async function measureInterleaved(
  contenders: readonly Contender[],
  { rounds, roundMs }: Rounds,
): Promise<readonly number[]> {
  const counts: number[] = [];
  for (const contender of contenders) counts.push(await fillRound(contender, roundMs));
  const rates: number[][] = contenders.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, contender] of contenders.entries()) {
      const { done, ms } = await timed(contender, counts[index] ?? 1);
      rates[index]?.push((done * 1000) / ms);
    }
  }
  return rates.map(median);
}

/** The middle value, or the mean of the two in the middle. Throws RangeError on none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const high = sorted[Math.floor(sorted.length / 2)];
  const low = sorted[Math.ceil(sorted.length / 2) - 1];
  if (high === undefined || low === undefined) throw new RangeError('no values, no median');
  return (low + high) / 2;
}

/** The smallest value that at least this share of all does not exceed. Throws RangeError on none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (value === undefined) throw new RangeError('no values, no percentile');
  return value;
}

/** A figure with a readable number of digits. */
export function figure(
  name: string,
  host: BenchFigure['host'],
  unit: string,
  value: number,
  baseline: number,
): BenchFigure {
  return { name, host, value: rounded(value), unit, baseline: rounded(baseline), ratio: rounded(value / baseline) };
}

/** The figure with its parts, as readable. */
export function withParts(measured: BenchFigure, parts: Readonly<Record<string, number>>): BenchFigure {
  return { ...measured, parts: Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, rounded(part)])) };
}

/** How many units fill a round, found by doubling; also warms the contender up. */
async function fillRound(contender: Contender, roundMs: number): Promise<number> {
  for (let count = 1; ; count *= 2) {
    const { done, ms } = await timed(contender, count);
    if (ms >= roundMs / 2) return Math.max(1, Math.round((done * roundMs) / ms));
  }
}

async function timed(contender: Contender, count: number): Promise<{ readonly done: number; readonly ms: number }> {
  await contender.prepare?.();
  const before = performance.now();
  const done = await contender.work(count);
  return { done, ms: performance.now() - before };
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
