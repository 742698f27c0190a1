// Leads the index of what is open behind its chain: soon after a block, many moves of a fast chain together, and not while a
// chain is being fetched, because the index's rows are four of five that a block leaves in the store and would cost the
// fetch more time than its blocks do. It goes on when the fetch is done, or has brought nothing for a while.
// Owns two timers.

import type { NodeSnapshot } from '../core/node/index.ts';
import type { ChainIndex } from './chain-index.ts';
import { createThrottle, passOnMs, type Throttle } from './throttle.ts';

const indexGapMs = 250;
/** So long no block must have come before the index goes on beside a fetch that has stopped. */
const indexPauseMs = 1000;

type SyncState = NodeSnapshot['sync']['state'];

/** What it needs of the network that is open. */
export interface Indexed {
  readonly session: { readonly node: { readonly snapshot: () => { readonly sync: { readonly state: SyncState } } } };
  readonly index: Pick<ChainIndex, 'catchUp'>;
}

const isFetching = ({ session }: Indexed): boolean => session.node.snapshot().sync.state === 'bodies';

/** `onFailure` hears of a store that failed, and not of one that was closed meanwhile. */
export const createIndexing = (live: () => Indexed | undefined, onFailure: (cause: unknown) => void): Throttle => {
  const following = createThrottle(
    indexGapMs,
    () => {
      const current = live();
      current?.index.catchUp().catch((cause: unknown) => {
        if (live() === current) onFailure(cause);
      });
    },
    passOnMs,
  );
  let pause: ReturnType<typeof setTimeout> | undefined;
  return {
    wish: () => {
      clearTimeout(pause);
      const current = live();
      if (current !== undefined && isFetching(current)) pause = setTimeout(following.wish, indexPauseMs);
      else following.wish();
    },
    stop: () => {
      clearTimeout(pause);
      following.stop();
    },
  };
};
