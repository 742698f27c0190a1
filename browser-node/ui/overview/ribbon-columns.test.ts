// What was left behind stands beneath the block of its height, and never twice.

import { expect, test } from 'vitest';
import type { BlockListItem, TreeBlock } from '../../../shared/provider/index.ts';
import { ribbonColumns } from './ribbon-columns.ts';

const block = (height: number, id: string) => ({ height, id: `0x${id}` }) as BlockListItem;
const beside = (height: number, id: string, onChain = false) => ({ height, id: `0x${id}`, onChain }) as TreeBlock;

test('a branch lies in the second lane at its heights', () => {
  const columns = ribbonColumns(
    [block(9, 'a9'), block(8, 'a8'), block(7, 'a7')],
    [beside(8, 'b8'), beside(8, 'a8', true), beside(9, 'b9'), beside(3, 'b3')],
    2,
  );
  expect(columns.map(({ block: { height }, beside: left }) => [height, left.map(({ id }) => id)])).toEqual([
    [9, ['0xb9']],
    [8, ['0xb8']],
  ]);
});

test('a block that has joined the chain since the tree was asked for is not beside it', () => {
  expect(ribbonColumns([block(9, 'b9')], [beside(9, 'b9')], 5)).toMatchObject([{ beside: [] }]);
});
