// Rows in the order of a column, up and down, and back as they came; what is not known stands last either way.

import { expect, test } from 'vitest';
import { createSorting, sortedRows } from './sorting.ts';

const rows = [{ ms: 30 }, { ms: undefined }, { ms: 4 }, { ms: 12 }];
const msOf = (row: { readonly ms: number | undefined }) => row.ms;
const shown = (sorted: readonly { readonly ms: number | undefined }[]) => sorted.map(msOf);

test('numbers are sorted by size, and the unknown stand last up and down', () => {
  expect(shown(sortedRows(rows, msOf, false))).toEqual([4, 12, 30, undefined]);
  expect(shown(sortedRows(rows, msOf, true))).toEqual([30, 12, 4, undefined]);
});

test('texts are sorted as people do', () => {
  const names = ['slot 10', 'Äpfel', 'slot 9', 'apfel'];
  expect(sortedRows(names, (name) => name, false)).toEqual(['apfel', 'Äpfel', 'slot 9', 'slot 10']);
});

test('the third press gives back the order that was', () => {
  const sorting = createSorting({ ms: msOf, none: () => undefined });
  const states = [0, 1, 2].map(() => {
    sorting.press('ms');
    return [sorting.stateOf('ms'), shown(sorting.rows(rows))];
  });
  expect(states).toEqual([
    ['ascending', [4, 12, 30, undefined]],
    ['descending', [30, 12, 4, undefined]],
    ['none', [30, undefined, 4, 12]],
  ]);
  expect(sorting.stateOf('none')).toBe('none');
});
