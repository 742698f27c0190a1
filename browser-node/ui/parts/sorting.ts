// How a table is sorted: by which column and which way, as its header buttons say (sort-header.svelte). The first press on a
// column sorts it up, the second down, the third gives back the order that the rows came in. The way of comparing is pure.
// Bound: the rows that the table has.

import { SvelteMap } from 'svelte/reactivity';

/** What a column compares: numbers by size, texts as people of any language sort them; rows without a value stand last. */
export type SortValue = string | number | undefined;

export type SortColumns<T, Name extends string> = { readonly [N in Name]: (row: T) => SortValue };

export interface Sorting<T, Name extends string> {
  readonly stateOf: (name: Name) => 'ascending' | 'descending' | 'none';
  readonly press: (name: Name) => void;
  readonly rows: (rows: readonly T[]) => readonly T[];
}

const compared = (a: SortValue, b: SortValue): number => {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), undefined, { numeric: true });
};

export const sortedRows = <T>(rows: readonly T[], value: (row: T) => SortValue, isDown: boolean): readonly T[] => {
  const known = rows.filter((row) => value(row) !== undefined);
  const unknown = rows.filter((row) => value(row) === undefined);
  const up = known.toSorted((a, b) => compared(value(a), value(b)));
  return [...(isDown ? up.toReversed() : up), ...unknown];
};

export const createSorting = <T, Name extends string>(columns: SortColumns<T, Name>): Sorting<T, Name> => {
  /** one entry: components that read it are drawn anew, and it costs nothing elsewhere */
  const chosen = new SvelteMap<'by', { readonly name: Name; readonly isDown: boolean }>();
  return {
    stateOf: (name) => {
      const by = chosen.get('by');
      if (by?.name !== name) return 'none';
      return by.isDown ? 'descending' : 'ascending';
    },
    press: (name) => {
      const by = chosen.get('by');
      if (by?.name !== name) chosen.set('by', { name, isDown: false });
      else if (by.isDown) chosen.delete('by');
      else chosen.set('by', { name, isDown: true });
    },
    rows: (rows) => {
      const by = chosen.get('by');
      return by === undefined ? rows : sortedRows(rows, columns[by.name], by.isDown);
    },
  };
};
