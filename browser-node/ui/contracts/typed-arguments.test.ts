// What is typed into the fields of a function becomes the values that were meant, and large numbers lose nothing.
// Fields left empty at the end do not count.

import { expect, test } from 'vitest';
import { readArgument, readArguments } from './typed-arguments.ts';

test.each([
  ['5', 5],
  [' -7 ', -7],
  ['true', true],
  ['null', null],
  ['hello', 'hello'],
  ['"5"', '5'],
  ['0x0a', '0x0a'],
  ['[1, "a"]', [1, 'a']],
  ['{"a": [2]}', { a: [2] }],
  ['12345678901234567890', '12345678901234567890'],
  ['[12345678901234567890]', '[12345678901234567890]'],
  ['1.5', '1.5'],
  ['{half', '{half'],
])('%s', (typed, value) => {
  expect(readArgument(typed)).toEqual(value);
});

test('empty fields at the end are left out, others are null', () => {
  expect(readArguments(['', '2', ' ', ''])).toEqual([null, 2]);
  expect(readArguments(['', ''])).toEqual([]);
});
