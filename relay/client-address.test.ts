// Addresses of clients: whom a proxy may speak for, what counts as one, and what a log sees.

import { BlockList } from 'node:net';
import { expect, test } from 'vitest';
import { clientAddress, countedAs, isPrivateAddress, maskedAddress } from './client-address.ts';

const trusted = new BlockList();
trusted.addAddress('127.0.0.1');
trusted.addSubnet('10.0.0.0', 8);
trusted.addSubnet('fd00::', 8, 'ipv6');

test.each([
  ['a proxy is believed', '127.0.0.1', '203.0.113.9', '203.0.113.9'],
  ['so are two in a row', '127.0.0.1', '203.0.113.9, 10.1.2.3', '203.0.113.9'],
  ['what the client wrote itself is not', '127.0.0.1', '198.51.100.1, 203.0.113.9', '203.0.113.9'],
  ['nobody else is believed', '203.0.113.50', '198.51.100.1', '203.0.113.50'],
  ['without the header it is the proxy', '127.0.0.1', undefined, '127.0.0.1'],
  ['nonsense leaves the proxy', '127.0.0.1', 'unknown', '127.0.0.1'],
  ['ports are cut off', '127.0.0.1', '203.0.113.9:4711', '203.0.113.9'],
  ['IPv6 too', 'fd00::1', '[2001:db8::9]:4711', '2001:db8::9'],
  ['IPv4 in IPv6 clothes is IPv4', '::ffff:127.0.0.1', '::ffff:203.0.113.9', '203.0.113.9'],
])('%s', (_name, socket, header, client) => {
  expect(clientAddress(socket, header, trusted)).toBe(client);
});

test('without trusted proxies the header says nothing', () => {
  expect(clientAddress('127.0.0.1', '203.0.113.9', undefined)).toBe('127.0.0.1');
});

test('a long header costs little, and its right end counts', () => {
  const header = `${Array.from({ length: 50_000 }, () => '198.51.100.1').join(',')},203.0.113.9`;
  expect(clientAddress('127.0.0.1', header, trusted)).toBe('203.0.113.9');
});

test.each([
  ['192.168.1.7', true],
  ['127.0.0.1', true],
  ['::1', true],
  ['fd12::1', true],
  ['fe80::1%eth0', true],
  ['::ffff:10.0.0.1', true],
  ['203.0.113.9', false],
  ['172.32.0.1', false],
  ['100.64.0.1', false],
  ['2001:db8::1', false],
])('%s is private: %s', (address, isPrivate) => {
  expect(isPrivateAddress(address)).toBe(isPrivate);
});

test('an IPv6 line counts as one whatever its last half', () => {
  expect(countedAs('2001:db8:1:2:3:4:5:6')).toBe(countedAs('2001:db8:1:2::1'));
  expect(countedAs('2001:db8:1:2::1')).not.toBe(countedAs('2001:db8:1:3::1'));
  expect(countedAs('203.0.113.9')).toBe('203.0.113.9');
});

test.each([
  ['203.0.113.9', '203.0.113.0/24'],
  ['::ffff:203.0.113.9', '203.0.113.0/24'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
  ['2001:0db8:0001::1', '2001:db8:1::/48'],
  ['::1', '0:0:0::/48'],
  ['somewhere', 'unknown'],
])('a log sees of %s only %s', (address, masked) => {
  expect(maskedAddress(address)).toBe(masked);
});
