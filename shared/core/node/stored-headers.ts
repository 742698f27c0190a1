// Headers of the head's chain at any height, for whoever shows blocks without having their bodies: those in memory, and old
// ones from their records in the store. One that cannot be read is left out. Bounded by what the caller asks for; a record
// has at most 256 headers and is read once.

import { archiveStep, type Chain, sealedOf } from '../chain/index.ts';
import type { SealedHeader } from '../model/index.ts';
import { archivedHeadersKey, decodeArchivedHeaders } from './archive-records.ts';
import type { Store } from './ports.ts';

export interface HeaderSource {
  readonly chain: Pick<Chain, 'spec' | 'at' | 'idAt' | 'genesis'>;
  readonly store: Pick<Store, 'getMany'>;
}

/** In the order of the heights; `undefined` where there is none, or it is damaged. */
export const headersAt = async (
  { chain, store }: HeaderSource,
  heights: readonly number[],
): Promise<readonly (SealedHeader | undefined)[]> => {
  const step = archiveStep(chain.spec);
  const inMemory = (height: number): SealedHeader | undefined => {
    const node = height === 0 ? undefined : chain.at(height);
    return height === 0 ? chain.genesis : node === undefined ? undefined : sealedOf(node);
  };
  const old = heights.filter((height) => inMemory(height) === undefined && chain.idAt(height) !== undefined);
  const firsts = [...new Set(old.map((height) => height - (height % step)))];
  const records = firsts.length === 0 ? [] : await store.getMany('header', firsts.map(archivedHeadersKey));
  const stored = new Map<number, SealedHeader>();
  for (const bytes of records) {
    for (const header of bytes === undefined ? [] : decodeArchivedHeaders(bytes)) {
      if (chain.idAt(header.header.height) === header.id) stored.set(header.header.height, header);
    }
  }
  return heights.map((height) => inMemory(height) ?? stored.get(height));
};
