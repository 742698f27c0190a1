// Code of another origin may look, has to ask for what spends, and may not touch the wallet itself.

import { expect, test } from 'vitest';
import { foreignEvents, foreignRight } from './foreign-policy.ts';

test.each([
  ['block_get', 'free'],
  ['tx_send_raw', 'free'],
  ['tx_send', 'asked'],
  ['wallet_accounts', 'asked'],
  ['wallet_sign', 'asked'],
  ['wallet_export', 'refused'],
  ['wallet_unlock', 'refused'],
  ['wallet_create', 'refused'],
  ['network_remove', 'refused'],
  ['chain_import', 'refused'],
  ['log_list', 'refused'],
  ['a_method_of_tomorrow', 'refused'],
  ['__proto__', 'refused'],
])('%s: %s', (method, right) => {
  expect(foreignRight(method)).toBe(right);
});

test('events of the wallet are not told', () => {
  expect(foreignEvents).not.toContain('transaction');
  expect(foreignEvents).not.toContain('wallet');
});
