// Every deep link leads to its screen, what leads nowhere is known to, and the rail leads to screens that exist.

import { expect, test } from 'vitest';
import { entryOf, linkOf, screenTable } from './screen-table.ts';
import { linkTo, routeOf } from './state/route.ts';

const id = `0x${'ab'.repeat(32)}` as const;
const pathOf = (hash: string): string | undefined => entryOf(routeOf(hash))?.path;

test.each([
  ['', ''],
  ['#/', ''],
  ['#/wallet', 'wallet'],
  ['#/blocks', 'blocks'],
  [linkTo.blocks(40), 'blocks'],
  [linkTo.block(12), 'block'],
  [linkTo.block(id), 'block'],
  [linkTo.transaction(id), 'tx'],
  [`#/record/${id}`, 'tx'],
  [linkTo.address('tab1xyz'), 'address'],
  [linkTo.address('tabc1xyz'), 'contract'],
  ['#/contracts', 'contracts'],
  ['#/mempool', 'mempool'],
  ['#/produce', 'produce'],
  ['#/network', 'network'],
  ['#/join/eyJzcGVjIjp7fX0', 'join'],
])('%s', (hash, path) => {
  expect(pathOf(hash)).toBe(path);
});

test.each(['#/moon', '#/block/', '#/block/-1', '#/tx/12', '#/wallet/7', '#/constructor', '#/join', '#/block/%'])(
  '%s leads nowhere',
  (hash) => {
    expect(pathOf(hash)).toBeUndefined();
  },
);

test('every path stands once, every detail belongs to a place, and the bar of a narrow screen has four places', () => {
  expect(new Set(screenTable.map(({ path }) => path)).size).toBe(screenTable.length);
  const places = screenTable.filter(({ rail }) => rail !== undefined);
  for (const { under, path } of screenTable) {
    if (under !== undefined)
      expect(
        places.map((place) => place.path),
        path,
      ).toContain(under);
  }
  for (const place of places) expect(entryOf(routeOf(linkOf(place)))).toBe(place);
  expect(places.filter(({ rail }) => rail?.inBar === true)).toHaveLength(4);
});
