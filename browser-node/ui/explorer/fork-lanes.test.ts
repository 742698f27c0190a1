// The chain keeps the first lane; branches stand beside it without crossing another that is there.

import { expect, test } from 'vitest';
import type { TreeBlock } from '../../../shared/provider/index.ts';
import { forkLanes } from './fork-lanes.ts';

const block = (id: string, height: number, parent: string, onChain = false): TreeBlock =>
  ({ id: `0x${id}`, height, parent: `0x${parent}`, onChain }) as TreeBlock;

const tree = [
  block('a1', 1, 'a0', true),
  block('a2', 2, 'a1', true),
  block('a3', 3, 'a2', true),
  block('a4', 4, 'a3', true),
  block('b2', 2, 'a1'),
  block('b3', 3, 'b2'),
  block('c3', 3, 'a2'),
  block('d4', 4, 'b3'),
  block('e4', 4, 'b3'),
];

const lanes = Object.fromEntries(
  forkLanes(tree).rows.flatMap(({ blocks }) => blocks.map(({ block: { id }, lane }) => [id.slice(2), lane])),
);

test('the chain is straight and a branch keeps its lane upwards', () => {
  expect([lanes['a1'], lanes['a2'], lanes['a3'], lanes['a4']]).toEqual([0, 0, 0, 0]);
  expect([lanes['b2'], lanes['b3'], lanes['d4']]).toEqual([1, 1, 1]);
});

test('no two blocks of a height share a lane', () => {
  for (const { blocks } of forkLanes(tree).rows) {
    expect(new Set(blocks.map(({ lane }) => lane)).size).toBe(blocks.length);
  }
});

test('rows go downwards from the newest, and what was left is told, newest first', () => {
  const { rows, left } = forkLanes(tree);
  expect(rows.map(({ height }) => height)).toEqual([4, 3, 2, 1]);
  expect(left.map(({ height }) => height)).toEqual([4, 4, 3, 3, 2]);
  expect(forkLanes([])).toEqual({ rows: [], lanes: 1, left: [] });
});
