// The screens as parts that come after the first paint: the one that is wanted at once, all others in the background, so
// that a tab whose relay goes away can still open each of them. One that did not come is named where it should stand, with
// another try. Bound: the table of screens.

import type { Component } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { type Screen, type ScreenEntry, screenTable } from './screen-table.ts';
import { loadPart, whenIdle } from './state/index.ts';

export type LoadedScreen =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly screen: Screen }
  | { readonly state: 'failed'; readonly again: () => void };

export interface ScreenLoader {
  readonly screenOf: (entry: ScreenEntry) => LoadedScreen;
  readonly load: (entry: ScreenEntry) => void;
  /** All that are not here yet, one after the other, when there is nothing more urgent. */
  readonly loadAll: () => Promise<void>;
  readonly allHere: boolean;
}

const loading: LoadedScreen = { state: 'loading' };
/** A busy start holds each screen up for no longer. */
const idleMsMax = 300;

export const createScreenLoader = (): ScreenLoader => {
  const screens = new SvelteMap<string, LoadedScreen>();
  const under: Record<string, Promise<void>> = {};

  const start = ({ path, load }: ScreenEntry): Promise<void> => {
    const known = under[path];
    if (known !== undefined) return known;
    const first = Promise.withResolvers<undefined>();
    const done = loadPart(load, (again) => {
      first.resolve(undefined);
      screens.set(path, {
        state: 'failed',
        again: () => {
          screens.set(path, loading);
          again();
        },
      });
    }).then(({ default: screen }: { readonly default: Component<{ argument: string }> }) => {
      screens.set(path, { state: 'ready', screen });
    });
    // Who waits for all of them is not held up by one that failed.
    const settled = Promise.race([done, first.promise]);
    under[path] = settled;
    return settled;
  };

  return {
    screenOf: ({ path }) => screens.get(path) ?? loading,
    load: (entry) => void start(entry),
    loadAll: async () => {
      for (const entry of screenTable) {
        await whenIdle(idleMsMax);
        await start(entry);
      }
    },
    get allHere() {
      return screenTable.every(({ path }) => screens.get(path)?.state === 'ready');
    },
  };
};
