// The page of the API has each of its methods; that it is current is a rule of tidiness.

import { expect, test } from 'vitest';
import { apiPageText } from './api-docs.ts';

test('methods stand there with comment, params and result', () => {
  const text = apiPageText();
  expect(text).toContain('### wallet_verify\n\nWhether the holder of the address has signed exactly this text.');
  expect(text).toContain('params: { height: number } | { id: HexText }');
  expect(text).toContain('### log_list');
  expect(text).toMatch(/\| `head` \| `\{ height: number; id: HexText \}` \|/);
  expect(text.match(/^### \w+_\w+$/gm)?.length).toBeGreaterThan(45);
});
