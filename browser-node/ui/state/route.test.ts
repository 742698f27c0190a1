// Every deep link has its path and its argument, in any spelling that people paste.

import { expect, test } from 'vitest';
import { blockRefIn, linkTo, type Route, routeOf, soughtOf } from './route.ts';

const id = `0x${'ab'.repeat(32)}` as const;

const routes: readonly (readonly [string, Route])[] = [
  ['', { path: '', argument: '' }],
  ['#/', { path: '', argument: '' }],
  ['#/wallet', { path: 'wallet', argument: '' }],
  [linkTo.blocks(40), { path: 'blocks', argument: '40' }],
  [linkTo.block(12), { path: 'block', argument: '12' }],
  [linkTo.transaction(id), { path: 'tx', argument: id }],
  [`#/record/${id}`, { path: 'tx', argument: id }],
  [linkTo.address('tab1xyz'), { path: 'address', argument: 'tab1xyz' }],
  ['#/block/%', { path: 'block', argument: '%' }],
  ['#/file/a%2Fb', { path: 'file', argument: 'a/b' }],
];

test.each(routes)('%s', (hash, route) => {
  expect(routeOf(hash)).toEqual(route);
});

test('a block is named by its height or its id', () => {
  expect(blockRefIn('12')).toEqual({ height: 12 });
  expect(blockRefIn('AB'.repeat(32))).toEqual({ id });
  expect(blockRefIn('-1')).toBeUndefined();
});

test('an id is found in any spelling', () => {
  expect(soughtOf(` ${id.slice(2).toUpperCase()} `)).toEqual({ kind: 'id', id });
  expect(soughtOf('1,200')).toEqual({ kind: 'height', height: 1200 });
  expect(soughtOf('TAB1QQ')).toEqual({ kind: 'address', address: 'tab1qq' });
  expect(soughtOf('hello')).toBeUndefined();
});
