// Finding a proof in what was pasted.

import { expect, test } from 'vitest';
import { proofBytesIn } from './proof-text.ts';

test('a proof is found in its digits and in the JSON that a tab copies', () => {
  expect(proofBytesIn(' 0x01ab\n')).toBe('0x01ab');
  expect(proofBytesIn('{"bytes":"0x01ab","height":3}')).toBe('0x01ab');
});

test.each(['', '0x', '0x1', '01ab', '0xAB', '{', '{}', '{"bytes":7}', '[1]', 'null'])('no proof: %s', (text) => {
  expect(proofBytesIn(text)).toBeUndefined();
});
