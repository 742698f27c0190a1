// Every deep link leads to its screen, and what leads nowhere says so.

import { expect, test } from 'vitest';
import { linkTo, type Route, routeOf, soughtOf } from './route.ts';

const id = `0x${'ab'.repeat(32)}` as const;

const routes: readonly (readonly [string, Route])[] = [
  ['', { screen: 'overview' }],
  ['#/', { screen: 'overview' }],
  ['#/wallet', { screen: 'wallet' }],
  ['#/blocks', { screen: 'blocks' }],
  [linkTo.blocks(40), { screen: 'blocks', from: 40 }],
  [linkTo.block(12), { screen: 'block', block: { height: 12 } }],
  [linkTo.block(id), { screen: 'block', block: { id } }],
  [linkTo.transaction(id), { screen: 'transaction', id }],
  [`#/record/${id}`, { screen: 'transaction', id }],
  [linkTo.address('tab1xyz'), { screen: 'address', address: 'tab1xyz' }],
  ['#/mempool', { screen: 'mempool' }],
  ['#/produce', { screen: 'produce' }],
  ['#/network', { screen: 'network' }],
  ['#/join/eyJzcGVjIjp7fX0', { screen: 'join', link: 'eyJzcGVjIjp7fX0' }],
];

test.each(routes)('%s', (hash, route) => {
  expect(routeOf(hash)).toEqual(route);
});

test.each(['#/moon', '#/block/', '#/block/-1', '#/tx/12', '#/wallet/7', '#/constructor', '#/join', '#/block/%'])(
  '%s leads nowhere',
  (hash) => {
    expect(routeOf(hash)).toEqual({ screen: 'not-found', hash });
  },
);

test('an id is found in any spelling', () => {
  expect(soughtOf(` ${id.slice(2).toUpperCase()} `)).toEqual({ kind: 'id', id });
  expect(soughtOf('1,200')).toEqual({ kind: 'height', height: 1200 });
  expect(soughtOf('TAB1QQ')).toEqual({ kind: 'address', address: 'tab1qq' });
  expect(soughtOf('hello')).toBeUndefined();
});
