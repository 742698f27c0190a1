// What a node remembers of questions for holders: one work for all who ask the same, for some seconds, and no more than its bounds.

import { expect, test } from 'vitest';
import { createHeardQuestions } from './heard-questions.ts';

test('the same question twice is one piece of work, until it is old; with other hops it is another question', () => {
  const heard = createHeardQuestions();
  const answer = Promise.resolve(['a']);
  expect(heard.answer('x', 2, 0)).toBeUndefined();
  heard.remember('x', 2, answer, 0);
  expect(heard.answer('x', 2, 7_999)).toBe(answer);
  expect(heard.answer('x', 1, 1)).toBeUndefined();
  expect(heard.answer('y', 2, 1)).toBeUndefined();
  expect(heard.answer('x', 2, 8_000)).toBeUndefined();
});

test('who asked, or knows nobody, is not asked whether it holds the file, until that is old', () => {
  const heard = createHeardQuestions();
  heard.lacks('x', 'a', 0);
  expect(['a', 'b'].map((peer) => heard.mayHold('x', peer, 7_999))).toEqual([false, true]);
  expect(heard.mayHold('y', 'a', 1)).toBe(true);
  expect(heard.mayHold('x', 'a', 8_000)).toBe(true);
});

test('a million files, and a file of a thousand peers, cost no more than 256 and 64; what is old goes by itself', () => {
  const heard = createHeardQuestions();
  const answer = Promise.resolve([]);
  for (let i = 0; i < 1_000_000; i++) heard.remember(String(i), 1, answer, i / 1_000);
  expect(heard.count()).toBe(256);
  expect(heard.answer('999999', 1, 1_000)).toBe(answer);
  for (let i = 0; i < 1_000; i++) heard.lacks('x', String(i), 2_000);
  const known = Array.from({ length: 1_000 }, (_, i) => heard.mayHold('x', String(i), 2_000));
  expect(known.filter((mayHold) => !mayHold)).toHaveLength(64);
  heard.lacks('y', 'a', 20_000);
  expect(heard.count()).toBe(1);
});
