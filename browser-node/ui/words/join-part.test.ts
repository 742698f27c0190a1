// What is pasted where a link is asked for: a link, or a part of one, with blanks around it.

import { expect, test } from 'vitest';
import { joinPartOf } from './join-part.ts';

test('the part after #/join/ is what the node is asked to join', () => {
  expect(joinPartOf(' http://a/#/join/abc ')).toBe('abc');
  expect(joinPartOf('#/join/abc')).toBe('abc');
  expect(joinPartOf(' abc\n')).toBe('abc');
});
