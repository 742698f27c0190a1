// The sentence follows the mode and the first block that was executed here.

import { expect, test } from 'vitest';
import { verifiedText } from './verified-text.ts';

test('a full tab names the first block that it checked', () => {
  expect(verifiedText({ mode: 'full', verifiedSince: 0, height: 9 })).toMatch(
    /^Verified by you since block 0: [^.]*\.$/,
  );
  expect(verifiedText({ mode: 'full', verifiedSince: 513, height: 900 })).toMatch(
    /since block 513: .*header proves\.$/,
  );
});

test('a light tab names what it checked and what it did not', () => {
  expect(verifiedText({ mode: 'light', verifiedSince: 10, height: 9 })).toMatch(/headers .* up to 9\. .*proof\.$/);
});
