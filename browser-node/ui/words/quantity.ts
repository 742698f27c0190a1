// Numbers with their units, short enough for a status bar: bytes, hashes a second, durations, counts of things. Rounded
// for reading; nothing is computed with what comes out. Signs of units are the same in every language; days and what is
// longer have words, which are the language's.

import { words } from './language.ts';
import type { LongUnit, Spans } from './text/forms.ts';

const scaled = (value: number, step: number, units: readonly string[]): string => {
  let at = 0;
  let rest = value;
  while (rest >= step && at < units.length - 1) {
    rest /= step;
    at += 1;
  }
  const digits = at === 0 || rest >= 100 ? 0 : 1;
  return `${words().quantity.fixed(rest, digits)} ${units[at] ?? ''}`;
};

export const bytesText = (bytes: number): string => scaled(bytes, 1024, ['B', 'KiB', 'MiB', 'GiB']);

export const hashRateText = (perSecond: number): string =>
  scaled(perSecond, 1000, ['H/s', 'kH/s', 'MH/s', 'GH/s', 'TH/s']);

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** the mean of the Gregorian calendar, 365.2425 days */
const yearMs = 365.2425 * dayMs;
const monthMs = yearMs / 12;

/** A duration below a day: `20 s`, `3 min`, `2 h`. */
const briefText = (ms: number): string => {
  if (ms < minuteMs) return `${Math.max(1, Math.round(ms / secondMs))} s`;
  return ms < hourMs ? `${Math.round(ms / minuteMs)} min` : `${Math.round(ms / hourMs)} h`;
};

/** Days, months and years: each until there are two of the next, so that little is lost by rounding. */
const longUnits: readonly (readonly [unit: LongUnit, ms: number, below: number])[] = [
  ['day', dayMs, 2 * monthMs],
  ['month', monthMs, 2 * yearMs],
  ['year', yearMs, Infinity],
];

interface LongSpan {
  readonly count: number;
  readonly unit: LongUnit;
}

const longSpanOf = (ms: number): LongSpan | undefined => {
  const found = ms < dayMs ? undefined : longUnits.find(([, , below]) => ms < below);
  return found === undefined ? undefined : { unit: found[0], count: Math.round(ms / found[1]) };
};

const spanText = (ms: number, spans: Spans): string => {
  const long = longSpanOf(ms);
  return long === undefined ? briefText(ms) : spans[long.unit](long.count);
};

/** A duration in its largest fitting unit: `20 s`, `3 min`, `2 h`, `5 days`, `23 months`. */
export const durationText = (ms: number): string => spanText(ms, words().quantity.spans);

/** The same as it stands after `in`, `within`, and their like in other languages. */
export const durationAfterIn = (ms: number): string => spanText(ms, words().quantity.spansAfterIn);

/** When something will be: `in 20 s`, `in 3 days`. */
export const aheadText = (ms: number): string => words().quantity.ahead(durationAfterIn(ms));

/** How long ago: `just now`, `12 s ago`, `3 days ago`; clocks differ, so a little ahead is now too. */
export const agoText = (time: number, now: number): string => {
  const ms = now - time;
  const { justNow, ago } = words().quantity;
  if (ms < -5 * secondMs) return aheadText(-ms);
  return ms < 2 * secondMs ? justNow : ago(durationAfterIn(ms));
};

/** 256-bit target in hexadecimal → hashes that a block takes on average: 2^256 / (target + 1). */
export const hashesPerBlock = (target: string): number => Number((1n << 256n) / (BigInt(target) + 1n));
