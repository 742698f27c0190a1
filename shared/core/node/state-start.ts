// Where a full node starts, and how far it is with that; fetch-state.ts acts on it. Owns the books of one start, which are
// bounded as those of sync/state-fetch.ts are.

import { createStateFetch, type StateFetch } from '../sync/index.ts';

/**
 * auto: from a state where that spares many blocks · blocks: from the genesis block · state: from a state wherever there is one
 */
export type StartMode = 'auto' | 'blocks' | 'state';

export interface StateStart {
  readonly mode: StartMode;
  readonly fetch: StateFetch;
  /** states that could not be had */
  failures: number;
}

export const createStateStart = (mode: StartMode): StateStart => ({ mode, fetch: createStateFetch(), failures: 0 });
