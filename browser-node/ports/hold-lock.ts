// Locks that a page, or a worker of it, holds until it ends: the browser lets go of them however that happens. Web Locks
// where there are any; in an insecure context there are none. Owns nothing; bounded by who asks, one a chain and key.

import type { HoldLock } from '../../shared/signing/index.ts';
import type { LocksLike } from './tab-slot-like.ts';

/** `undefined` where another page has the lock: nobody waits for it. */
const holdLockOf =
  (locks: Pick<LocksLike, 'request'>): HoldLock =>
  (name) =>
    new Promise((resolve, reject) => {
      const whileHeld = async (lock: unknown): Promise<void> => {
        if (lock === null) resolve(undefined);
        else await new Promise<void>((release) => resolve(release));
      };
      locks.request(name, { ifAvailable: true }, whileHeld).catch(reject);
    });

export const browserHoldLock = (): HoldLock | undefined =>
  'locks' in navigator ? holdLockOf(navigator.locks) : undefined;
