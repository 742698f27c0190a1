// When an untouched wallet is locked, on clocks of the test's own: timers stand still while the device sleeps, the wall
// clock does not, and either clock may be wrong.

import { expect, test } from 'vitest';
import { type IdleWorldLike, lockWhenIdle } from './lock-when-idle.ts';

const minuteMs = 60_000;

const pageOf = (minutes = 5) => {
  const page = { minutes, wall: 1_000_000, steady: 0, locks: 0 };
  const heard = { touch: (): void => undefined, return: (): void => undefined, setting: (): void => undefined };
  let timer: { readonly at: number; readonly run: () => void } | undefined;
  const listen = (what: keyof typeof heard) => (listener: () => void) => {
    heard[what] = listener;
    return () => {
      heard[what] = () => undefined;
    };
  };
  const world: IdleWorldLike = {
    wallMs: () => page.wall,
    steadyMs: () => page.steady,
    after: (ms, run) => {
      timer = { at: page.steady + ms, run };
      return () => {
        timer = undefined;
      };
    },
    onTouch: listen('touch'),
    onReturn: listen('return'),
  };
  const limit = { minutes: () => page.minutes, onChange: listen('setting') };
  const stop = lockWhenIdle(limit, world, () => {
    page.locks += 1;
  });
  const sleep = (ms: number): void => {
    page.wall += ms;
  };
  const wait = (ms: number): void => {
    const end = page.steady + ms;
    for (let due = timer; due !== undefined && due.at <= end; due = timer) {
      page.wall += due.at - page.steady;
      page.steady = due.at;
      timer = undefined;
      due.run();
    }
    page.wall += end - page.steady;
    page.steady = end;
  };
  return { page, stop, sleep, wait, heard, hasTimer: () => timer !== undefined };
};

test('untouched for the chosen minutes it is locked, once; a touch begins them anew', () => {
  const { page, wait, heard } = pageOf();
  wait(4 * minuteMs);
  heard.touch();
  wait(5 * minuteMs - 1);
  expect(page.locks).toBe(0);
  wait(1);
  expect(page.locks).toBe(1);
  wait(60 * minuteMs);
  expect(page.locks).toBe(1);
  heard.touch();
  wait(5 * minuteMs);
  expect(page.locks).toBe(2);
});

test('after sleep it is locked as soon as the page is seen, though no timer has gone off', () => {
  const { page, wait, sleep, heard } = pageOf();
  wait(minuteMs);
  sleep(60 * minuteMs);
  heard.return();
  expect(page.locks).toBe(1);
});

test('after sleep the first touch locks it and does not begin the minutes anew', () => {
  const { page, sleep, heard } = pageOf();
  sleep(5 * minuteMs);
  heard.touch();
  expect(page.locks).toBe(1);
});

test('after sleep that nothing tells of it is locked within seconds', () => {
  const { page, wait, sleep } = pageOf(60);
  wait(minuteMs);
  sleep(59 * minuteMs);
  wait(5000);
  expect(page.locks).toBe(1);
});

test('back within the minutes it stays open, and sleep counts', () => {
  const { page, wait, sleep, heard } = pageOf();
  sleep(3 * minuteMs);
  heard.return();
  expect(page.locks).toBe(0);
  wait(2 * minuteMs);
  expect(page.locks).toBe(1);
});

test('a clock that is set back does not keep it open', () => {
  const { page, wait } = pageOf();
  page.wall -= 24 * 60 * minuteMs;
  wait(5 * minuteMs);
  expect(page.locks).toBe(1);
});

test('never is never, until minutes are chosen; stopped, it hears nothing', () => {
  const { page, stop, wait, sleep, heard, hasTimer } = pageOf(0);
  sleep(600 * minuteMs);
  heard.return();
  heard.touch();
  expect(page.locks).toBe(0);
  expect(hasTimer()).toBe(false);
  page.minutes = 15;
  heard.setting();
  wait(15 * minuteMs);
  expect(page.locks).toBe(1);
  heard.touch();
  stop();
  wait(60 * minuteMs);
  heard.return();
  expect(page.locks).toBe(1);
  expect(hasTimer()).toBe(false);
});
