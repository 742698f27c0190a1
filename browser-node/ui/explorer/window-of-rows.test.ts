// Of many rows few are drawn, always those that are seen, and only the pages that they need are asked for.

import { expect, test } from 'vitest';
import { pageRows, pagesOf, rowsInView } from './window-of-rows.ts';

const facts = { rows: 5001, rowHeight: 44, viewHeight: 900 };

test('at the top, in the middle and at the end the rows in view are drawn, and few others', () => {
  for (const scrolled of [-400, 0, 44_000, 5001 * 44 - 900]) {
    const { start, end } = rowsInView({ ...facts, scrolled });
    expect(start * 44).toBeLessThanOrEqual(Math.max(0, scrolled));
    expect(end * 44).toBeGreaterThanOrEqual(Math.min(5001 * 44, scrolled + 900));
    expect(end - start).toBeLessThan(60);
  }
});

test('a list that is not reached yet draws little, one that is passed nothing', () => {
  expect(rowsInView({ ...facts, scrolled: -100_000 })).toEqual({ start: 0, end: 0 });
  expect(rowsInView({ ...facts, rows: 10, scrolled: 100_000 })).toEqual({ start: 10, end: 10 });
});

test('the pages hold every row of the window', () => {
  const top = 5000;
  const view = rowsInView({ ...facts, scrolled: 44 * 130 });
  const pages = pagesOf(view, top);
  for (let row = view.start; row < view.end; row++) expect(pages).toContain(Math.floor((top - row) / pageRows));
  expect(pages.length).toBeLessThanOrEqual(3);
  expect(pagesOf({ start: 0, end: 1 }, 0)).toEqual([0]);
  expect(pagesOf({ start: 3, end: 3 }, 9)).toEqual([]);
});
