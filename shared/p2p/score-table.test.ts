// Scores on a clock of the test's own.

import { expect, test } from 'vitest';
import { createScoreTable } from './score-table.ts';

test('penalties add up, heal in ten minutes, and refuse at -100', () => {
  const table = createScoreTable();
  expect(table.penalise('a', 60, 0)).toBe(-60);
  expect(table.isRefused('a', 0)).toBe(false);
  expect(table.score('a', 300_000)).toBe(-10);
  expect(table.score('a', 600_000)).toBe(0);
  expect(table.penalise('a', 60, 0)).toBe(-120);
  expect(table.isRefused('a', 599_999)).toBe(true);
  expect(table.isRefused('a', 600_000)).toBe(false);
  expect(table.score('b', 0)).toBe(0);
});

test('a crowd of fresh identities does not clear the guilty', () => {
  const table = createScoreTable();
  table.penalise('guilty', 100, 0);
  for (let i = 0; i < 5_000; i++) table.penalise(`fresh ${i}`, 1, 1);
  expect(table.isRefused('guilty', 2)).toBe(true);
  expect(table.score('fresh 0', 2)).toBe(0);
});

test('points below zero are no reward', () => {
  const table = createScoreTable();
  expect(table.penalise('a', -50, 0)).toBe(0);
});
