// Numbers with their units, short enough for a status bar: bytes, hashes a second, durations, counts of things. Rounded
// for reading; nothing is computed with what comes out. The units are the same in every language.

import { words } from './language.ts';

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

/** A duration in its largest fitting unit: `20 s`, `3 min`, `2 h`, `5 d`. */
export const durationText = (ms: number): string => {
  if (ms < minuteMs) return `${Math.max(1, Math.round(ms / secondMs))} s`;
  if (ms < hourMs) return `${Math.round(ms / minuteMs)} min`;
  return ms < dayMs ? `${Math.round(ms / hourMs)} h` : `${Math.round(ms / dayMs)} d`;
};

/** How long ago: `just now`, `12 s ago`; clocks differ, so a little ahead is now too. */
export const agoText = (time: number, now: number): string => {
  const ms = now - time;
  const { justNow, ago, ahead } = words().quantity;
  if (ms < -5 * secondMs) return ahead(durationText(-ms));
  return ms < 2 * secondMs ? justNow : ago(durationText(ms));
};

/** 256-bit target in hexadecimal → hashes that a block takes on average: 2^256 / (target + 1). */
export const hashesPerBlock = (target: string): number => Number((1n << 256n) / (BigInt(target) + 1n));
