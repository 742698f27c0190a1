// Texts that are no multiaddrs are told from those that are, before anything leans on them.

import { expect, test } from 'vitest';
import { parseMultiaddr } from './multiaddr-path.ts';

test('a multiaddr is read, and written as it was', () => {
  const text = '/dns4/relay.example.org/tcp/443/wss';
  expect(parseMultiaddr(text)?.toString()).toBe(text);
});

test.each(['relay.example.org', '/ip4/300.0.0.1', '/tcp/99999', '/unix/\ud800'])('%j is none', (text) => {
  expect(parseMultiaddr(text)).toBeUndefined();
});
