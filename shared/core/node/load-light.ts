// Opens the chain of a light node from its store: base, headers, head. Whatever is missing or damaged is not mended: the store
// is emptied and the headers come from peers again, which takes seconds. Bounded as the store is.

import type { Chain, ChainBase, Genesis } from '../chain/index.ts';
import { emptyLightStore } from './light-store.ts';
import type { Store } from './ports.ts';
import { decodePointer } from './records.ts';
import { loadBase, loadHeaders } from './stored-chain.ts';

export interface LightStart<C extends { readonly chain: Chain }> {
  readonly store: Store;
  readonly genesis: Genesis;
  /** a chain that begins with this base, or with the genesis block */
  readonly begin: (base?: ChainBase) => C;
}

/** `fresh`: there was nothing; with a reason: nothing that could be used. */
export type LightLoaded<C> = C & {
  readonly how: 'fresh' | 'restored' | 'rebuilt';
  readonly reason: string | undefined;
};

const restore = async <C extends { readonly chain: Chain }>(
  { store, genesis, begin }: LightStart<C>,
  headBytes: Uint8Array,
  baseBytes: Uint8Array | undefined,
): Promise<C | string> => {
  const head = decodePointer(headBytes);
  if (!head.ok) return 'the head record is damaged';
  const base = await loadBase(store, genesis, baseBytes);
  if (base === 'damaged') return 'the archive of old headers is damaged';
  const start = begin(base === 'none' ? undefined : base);
  await loadHeaders(start.chain, store);
  const node = start.chain.tree.get(head.value.id);
  if (node?.height !== head.value.height) return 'headers are missing';
  start.chain.restoreHead(node, genesis.state);
  return start;
};

export const loadLight = async <C extends { readonly chain: Chain }>(start: LightStart<C>): Promise<LightLoaded<C>> => {
  const { store, begin } = start;
  const [headBytes, baseBytes] = await store.getMany('meta', ['head', 'base']);
  if (headBytes === undefined) {
    await emptyLightStore(store);
    return { ...begin(), how: 'fresh', reason: undefined };
  }
  const restored = await restore(start, headBytes, baseBytes);
  if (typeof restored !== 'string') return { ...restored, how: 'restored', reason: undefined };
  await emptyLightStore(store);
  return { ...begin(), how: 'rebuilt', reason: restored };
};
