// The contracts of Clock and Random on the machine's own, which are the same in a browser and in Node.

import { describe, test } from 'vitest';
import { clockContract, type ClockUnderTest, randomContract } from '../testing/index.ts';
import { cryptoRandom } from './crypto-random.ts';
import { createSystemClock } from './system-clock.ts';

const open = (): ClockUnderTest => {
  const clock = createSystemClock();
  return {
    clock,
    waitUntil: async (condition, deadlineMs) => {
      const until = Date.now() + deadlineMs;
      while (!condition()) {
        if (Date.now() > until) throw new Error(`not within ${deadlineMs} ms`);
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    },
  };
};

describe('the system clock', () => {
  test.each(clockContract)('$name', ({ run }) => run(open));
});

describe('the platform generator', () => {
  test.each(randomContract)('$name', ({ run }) => {
    run(cryptoRandom);
  });
});
