// Waiting in tests of the relay: asks again and again until a condition holds, and fails, naming it, when it does not
// within its deadline.

import { expect } from 'vitest';

export const until = async (what: string, condition: () => boolean | Promise<boolean>): Promise<void> => {
  await expect.poll(condition, { timeout: 20_000, interval: 20, message: what }).toBe(true);
};
