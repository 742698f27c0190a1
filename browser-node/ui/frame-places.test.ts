// A detail stands in the sheet beside the list that it was opened from, or beside its own list after a reload; on a narrow
// screen it is a page.

import { expect, test } from 'vitest';
import { showPlaces } from './frame-places.ts';

test('a detail on a wide screen stands beside the list that was there', () => {
  const { page, sheet } = showPlaces('#/block/7', true, '#/mempool');
  expect(page.hash).toBe('#/mempool');
  expect(sheet).toMatchObject({ hash: '#/block/7', argument: '7' });
});

test('opened by its link it stands beside its own list', () => {
  expect(showPlaces('#/address/tab1xyz', true, undefined).page.hash).toBe('#/blocks');
  // a page that was a detail while the screen was narrow is no list
  expect(showPlaces('#/block/8', true, '#/block/7').page.hash).toBe('#/blocks');
});

test('on a narrow screen it is a page, and a list is a page everywhere', () => {
  expect(showPlaces('#/block/7', false, '#/blocks')).toMatchObject({ page: { hash: '#/block/7' }, sheet: undefined });
  expect(showPlaces('#/blocks', true, '#/')).toMatchObject({ page: { hash: '#/blocks' }, sheet: undefined });
});

test('what leads nowhere is told as such', () => {
  expect(showPlaces('#/moon', true, '#/blocks')).toMatchObject({ page: { hash: '#/moon', entry: undefined } });
});
