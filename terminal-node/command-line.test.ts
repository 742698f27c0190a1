// The command line: what it takes, and the one sentence for what it does not.

import { describe, expect, test } from 'vitest';
import { accountAddress, formatAddress } from '../shared/core/model/index.ts';
import { CommandLineError, parseCommandLine } from './command-line.ts';

const publicKey = 'ab'.repeat(32);
const account = formatAddress(accountAddress(publicKey));
const contract = formatAddress({ kind: 'contract', id: publicKey });
const peer = '/ip4/127.0.0.1/tcp/9090/ws/p2p/12D3KooWBmwkafWE2fqfzS96VoTZgpGp6aJsF4N5tBqT3P2xKkAu';

const sentenceOf = (...args: readonly string[]): string => {
  try {
    parseCommandLine(args);
  } catch (error) {
    if (error instanceof CommandLineError) return error.message.split('\n')[0] ?? '';
    throw error;
  }
  throw new Error(`it was taken: ${args.join(' ')}`);
};

test('defaults: the known network, one listening address on loopback, no mining', () => {
  expect(parseCommandLine(['node'])).toEqual({
    name: 'node',
    data: '.tabchain-node',
    network: { type: 'known' },
    relays: [],
    dials: [],
    listen: ['/ip4/127.0.0.1/tcp/0/ws'],
    producer: undefined,
    mode: undefined,
    intensityPermille: 1000,
    seed: undefined,
    json: false,
  });
});

test('everything at once', () => {
  const args = [
    '--spec',
    'spec.json',
    '--relay',
    peer,
    '--relay',
    peer,
    '--dial',
    peer,
    '--listen',
    '/ip6/::/tcp/1/ws',
  ];
  const more = [
    '--mode',
    'full',
    '--produce',
    account,
    '--intensity',
    '0.25',
    '--seed',
    'alice',
    '--data',
    'x',
    '--json',
  ];
  expect(parseCommandLine(['node', ...args, ...more])).toEqual({
    name: 'node',
    data: 'x',
    network: { type: 'spec', file: 'spec.json' },
    relays: [peer, peer],
    dials: [peer],
    listen: ['/ip6/::/tcp/1/ws'],
    producer: { type: 'account', publicKey },
    mode: 'full',
    intensityPermille: 250,
    seed: 'alice',
    json: true,
  });
});

test('--produce needs no address, wherever it stands', () => {
  const own = { producer: { type: 'own-wallet' } };
  expect(parseCommandLine(['node', '--produce'])).toMatchObject(own);
  expect(parseCommandLine(['node', '--produce', '--link', '#/join/x'])).toMatchObject({
    ...own,
    network: { type: 'link', link: '#/join/x' },
  });
});

describe('what is wrong is said in one sentence', () => {
  test.each([
    [[], /command is missing/],
    [['nodes'], /no command nodes/],
    [['node', '--rely', peer], /--rely/],
    [['node', 'extra'], /extra/],
    [['node', '--link'], /--link/],
    [['node', '--link', ''], /--link is empty/],
    [['node', '--link', 'a', '--spec', 'b'], /both name a network/],
    [['node', '--relay', '127.0.0.1:9090'], /--relay 127\.0\.0\.1:9090 is not an address/],
    [['node', '--dial', '/ip4/127.0.0.1/tcp/9090/ws'], /--dial .* is not an address of the form .*p2p/],
    [['node', '--listen', '/ip4/127.0.0.1/tcp/70000/ws'], /--listen .*70000/],
    [['node', '--listen', '0.0.0.0:80'], /--listen 0\.0\.0\.0:80 is not an address/],
    [['node', '--produce', `${account.slice(0, -1)}!`], /wrong letter/],
    [['node', '--produce', contract], /contract/],
    [['node', '--mode', 'half'], /--mode half is not a mode/],
    [['node', '--mode', 'light', '--produce'], /--mode light does not go with --produce/],
    [['node', '--intensity', '2'], /--intensity 2 is not a share/],
    [['node', '--intensity', ''], /--intensity/],
    [['node', '--seed', ''], /--seed is empty/],
    [['node', '--data', ''], /--data is empty/],
    [['node', ...Array.from({ length: 17 }, () => ['--dial', peer]).flat()], /17 times/],
  ])('%j', (args, sentence) => {
    expect(sentenceOf(...args)).toMatch(sentence);
  });
});
