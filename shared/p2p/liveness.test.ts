// Who is given up and when, at timers that fire every second, every minute, or not at all for a while.

import { describe, expect, test } from 'vitest';
import { createLiveness, type Liveness } from './liveness.ts';
import { createStallWatch } from './stall-watch.ts';

const limits = { pingEveryMs: 2_000, deadAfterMs: 6_500, unansweredMax: 3 };
const minuteMs = 60_000;

interface Run {
  readonly everyMs: number;
  /** whether the peer answers a ping that is sent at this time */
  readonly answers: (nowMs: number) => boolean;
  /** from and to when no timer fires, as in sleep */
  readonly asleep?: readonly [number, number];
}

/** When the peer is given up, in ms from the start; `undefined` if it is not within `forMs`. */
const diesAt = ({ everyMs, answers, asleep }: Run, forMs: number): number | undefined => {
  const watch = createStallWatch(1_000, 0);
  let pinged: number | undefined;
  const link: Liveness = createLiveness(limits, 0, (nonce) => {
    pinged = nonce;
  });
  for (let now = everyMs; now <= forMs; now += everyMs) {
    if (asleep !== undefined && now > asleep[0] && now < asleep[1]) continue;
    if (watch.tick(now) > 0) link.forgive(now);
    if (link.isDead(now)) return now;
    // an answer needs no timer of ours
    if (pinged !== undefined && answers(now)) {
      link.heard(now + 50);
      link.answered(pinged, now + 50);
    }
    pinged = undefined;
  }
  return undefined;
};

const always = (): boolean => true;
const never = (): boolean => false;

describe('timers that fire every second', () => {
  test('who answers lives; who does not is given up after three pings and 6.5 s', () => {
    expect(diesAt({ everyMs: 1_000, answers: always }, 10 * minuteMs)).toBeUndefined();
    expect(diesAt({ everyMs: 1_000, answers: never }, minuteMs)).toBe(7_000);
  });

  test('an hour of sleep is forgiven, and who has gone meanwhile is missed 6.5 s later', () => {
    const asleep = [30_500, 60 * minuteMs] as const;
    expect(diesAt({ everyMs: 1_000, answers: always, asleep }, 70 * minuteMs)).toBeUndefined();
    const gone = (now: number): boolean => now < 30_000;
    expect(diesAt({ everyMs: 1_000, answers: gone, asleep }, 70 * minuteMs)).toBe(60 * minuteMs + 7_000);
  });

  test('who is back five seconds after we woke is kept', () => {
    const asleep = [30_500, 60 * minuteMs] as const;
    const answers = (now: number): boolean => now < 30_000 || now >= 60 * minuteMs + 5_000;
    expect(diesAt({ everyMs: 1_000, answers, asleep }, 70 * minuteMs)).toBeUndefined();
  });
});

describe('timers that fire once a minute', () => {
  test('who answers lives; who does not is given up all the same, within five minutes', () => {
    expect(diesAt({ everyMs: minuteMs, answers: always }, 120 * minuteMs)).toBeUndefined();
    const diedAt = diesAt({ everyMs: minuteMs, answers: never }, 60 * minuteMs) ?? Infinity;
    expect(diedAt).toBeGreaterThan(2 * minuteMs);
    expect(diedAt).toBeLessThanOrEqual(5 * minuteMs);
  });

  test('who goes later is missed within five minutes too', () => {
    const diedAt = diesAt({ everyMs: minuteMs, answers: (now) => now < 30 * minuteMs }, 60 * minuteMs) ?? Infinity;
    expect(diedAt).toBeLessThanOrEqual(35 * minuteMs);
  });
});

test('a round trip is that of the last ping only', () => {
  const nonces: number[] = [];
  const link = createLiveness(limits, 0, (nonce) => nonces.push(nonce));
  link.isDead(0);
  link.isDead(2_000);
  expect(nonces).toEqual([1, 2]);
  expect(link.answered(1, 2_030)).toBeUndefined();
  expect(link.answered(2, 2_030)).toBe(30);
});

describe('a stall', () => {
  test.each([
    [1_000, 0],
    [4_000, 0],
    [4_001, 3_001],
    [3_600_000, 3_599_000],
    [-5_000, 0],
  ])('after %i ms of a one-second timer it was late by %i', (gapMs, lateMs) => {
    const watch = createStallWatch(1_000, 0);
    expect(watch.tick(gapMs)).toBe(lateMs);
    expect(watch.tick(gapMs + 1_000)).toBe(0);
  });
});
