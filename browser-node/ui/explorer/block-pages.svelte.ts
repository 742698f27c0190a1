// Blocks of the chain by pages of heights, asked for when rows are seen. What may still change (all above the settled
// height) is asked for anew when the head moves; settled pages are kept. Bound: `pagesMax` pages, the longest unused goes.

import { SvelteMap } from 'svelte/reactivity';
import type { BlockListItem, Provider } from '../../../shared/provider/index.ts';
import { pageRows } from './window-of-rows.ts';

export interface BlockPages {
  readonly blockAt: (height: number) => BlockListItem | undefined;
  /** Asks for these pages where they are not here. */
  readonly want: (pages: readonly number[]) => void;
  /** Blocks above this height may be others now. */
  readonly outdate: (settledHeight: number) => void;
  readonly error: unknown;
}

const pagesMax = 40;

export const createBlockPages = (provider: Provider): BlockPages => {
  const pages = new SvelteMap<number, Readonly<Record<number, BlockListItem>>>();
  const asked: Record<number, true> = {};
  const stale: Record<number, true> = {};
  let error = $state.raw<unknown>();

  const ask = async (page: number): Promise<void> => {
    asked[page] = true;
    Reflect.deleteProperty(stale, page);
    try {
      const from = page * pageRows + pageRows - 1;
      const blocks = await provider.request({ method: 'block_list', params: { from, count: pageRows } });
      pages.delete(page); // last in the order of use
      pages.set(page, Object.fromEntries(blocks.map((block) => [block.height, block])));
      error = undefined;
      const [oldest] = pages.keys();
      if (pages.size > pagesMax && oldest !== undefined) pages.delete(oldest);
    } catch (cause) {
      error = cause;
    } finally {
      Reflect.deleteProperty(asked, page);
    }
  };

  return {
    blockAt: (height) => pages.get(Math.floor(height / pageRows))?.[height],
    want: (wanted) => {
      for (const page of wanted) {
        if (asked[page] === undefined && (!pages.has(page) || stale[page] !== undefined)) void ask(page);
      }
    },
    outdate: (settledHeight) => {
      const lowest = Math.floor(settledHeight / pageRows);
      for (const page of pages.keys()) if (page >= lowest) stale[page] = true;
    },
    get error() {
      return error;
    },
  };
};
