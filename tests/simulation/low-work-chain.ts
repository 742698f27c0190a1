// A long chain of headers that costs next to nothing: really sealed and by all rules, but spaced so far apart that the
// target has become the easiest there is. Made as it is asked for and forgotten, so that its length costs no memory; asked
// for from below, it begins anew.

import type { Hex32, SealedHeader } from '../../shared/core/model/index.ts';
import { zeroHex32 } from '../../shared/core/model/index.ts';
import { wireLimits } from '../../shared/core/wire/index.ts';
import { type BlockForge, testBlockTimeMs } from '../../shared/testing/index.ts';
import { forgeSealed, type Ground, groundOn, type SeededRandom } from '../../shared/testing/simulation/index.ts';

export interface LowWorkChain {
  /** The headers after the first id of the locator that it knows; as many as an answer may have. */
  readonly after: (locator: readonly Hex32[]) => readonly SealedHeader[];
  /** headers that were handed out */
  readonly served: () => number;
}

/** Twice as slow as the target follows: it doubles every few blocks. */
const spacingMs = 2 * testBlockTimeMs;

export const createLowWorkChain = (
  { engine, chainId, genesis }: BlockForge,
  producer: Hex32,
  random: SeededRandom,
  length: number,
): LowWorkChain => {
  const forger = { engine, chainId, producer, random };
  const lowest: Ground = { sealed: genesis.block, grandparentTime: undefined, range: genesis.range };
  let ground = lowest;
  let served = 0;
  return {
    after: (locator) => {
      if (!locator.includes(ground.sealed.id)) ground = lowest;
      const headers: SealedHeader[] = [];
      while (headers.length < wireLimits.headersMax && ground.sealed.header.height < length) {
        const sealed = forgeSealed(forger, ground, ground.sealed.header.time + spacingMs, zeroHex32);
        if (sealed === undefined) throw new Error('a header could not be forged');
        ground = groundOn(ground, sealed);
        headers.push(sealed);
      }
      served += headers.length;
      return headers;
    },
    served: () => served,
  };
};
