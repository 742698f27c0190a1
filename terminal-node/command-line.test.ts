// The command line: what it takes, and the one sentence for what it does not.

import { describe, expect, test } from 'vitest';
import { accountAddress, formatAddress } from '../shared/core/model/index.ts';
import { CommandLineError, parseCommandLine } from './command-line.ts';
import { runCommandHere } from './testing/command-here.ts';

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
  expect(parseCommandLine(['node']).options).toEqual({
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
    rpcPort: 0,
    rpcOrigins: [],
    record: false,
    welcome: undefined,
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
    '--record',
    '--rpc',
    '8090',
    '--rpc-origin',
    'http://localhost:5173',
    '--welcome',
    '2.5',
  ];
  expect(parseCommandLine(['node', ...args, ...more]).options).toEqual({
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
    rpcPort: 8090,
    rpcOrigins: ['http://localhost:5173'],
    record: true,
    welcome: '2.5',
  });
});

test('--produce needs no address, wherever it stands', () => {
  const own = { producer: { type: 'own-wallet' } };
  expect(parseCommandLine(['node', '--produce']).options).toMatchObject(own);
  expect(parseCommandLine(['node', '--produce', '--link', '#/join/x']).options).toMatchObject({
    ...own,
    network: { type: 'link', link: '#/join/x' },
  });
});

describe('what is wrong is said in one sentence', () => {
  test.each([
    [[], /command is missing/],
    [['nodes'], /unknown command 'nodes'.*Did you mean node\?/i],
    [['wallet'], /What follows wallet is missing/],
    [['send', 'tab1x'], /missing required argument 'amount'/i],
    [['send', 'tab1x', '1,5'], /1,5 is not an amount/],
    [['block', 'top'], /top is neither a height nor the id/],
    [['peers', '--count', '3'], /unknown option '--count'/i],
    [['mempool', '--count', '0'], /--count 0 is not a count/],
    [['call', 'node_info', '{'], /not JSON/],
    [['network', 'new', 'x', '--kind', 'poa'], /--kind poa needs --address/],
    [['network', 'new', 'x', '--kind', 'pov'], /allowed choices are pow, pos, poa/i],
    [['node', '--rpc', '70000'], /--rpc 70000 is not a port/],
    [['node', '--rpc-origin', 'localhost'], /--rpc-origin localhost is not an origin/],
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
    [['node', '--intensity', '0.05'], /give a number from 0\.1 to 1/],
    [['network', 'new', '--name', 'Mine'], /See tabchain network new --help\.$/],
    [['node', '--intensity', ''], /--intensity/],
    [['node', '--welcome', '1,5'], /--welcome 1,5 is not an amount of coins/],
    [['node', '--seed', ''], /--seed is empty/],
    [['node', '--data', ''], /--data is empty/],
    [['node', ...Array.from({ length: 17 }, () => ['--dial', peer]).flat()], /17 times/],
  ])('%j', (args, sentence) => {
    expect(sentenceOf(...args)).toMatch(sentence);
  });
});

test('--no-rpc closes the door for programs, and --light is a mode', () => {
  expect(parseCommandLine(['node', '--no-rpc', '--light']).options).toMatchObject({
    rpcPort: undefined,
    mode: 'light',
  });
});

/** Runs a command that needs no node. */
const outcomeOf = async (...args: readonly string[]) => {
  const { code, printed, said } = await runCommandHere(args);
  return { code, text: printed.join('\n'), said: said.join('\n') };
};

test('an attack is played and told, as words and as JSON; without a name there is a list', async () => {
  const words = await outcomeOf('attack', 'garbage');
  expect(words).toMatchObject({
    code: 0,
    text: expect.stringMatching(/cuts the attacker off[^]*The network held\.$/) as unknown,
  });
  const json = await outcomeOf('attack', 'clock-lies', '--json');
  expect(JSON.parse(json.text)).toMatchObject({ attack: 'clock-lies', held: true });
  expect((await outcomeOf('attack')).text).toMatch(/^double-spend +pow pos poa +the same coins/m);
  expect((await outcomeOf('attack', 'kindness')).said).toContain('no attack kindness');
  const { said } = await outcomeOf('attack', 'wrong-signer', '--consensus', 'pow');
  expect(said).toContain('no attack wrong-signer on proof of work');
});

test('a simulation is the same for the same seed', async () => {
  const run = async () => (await outcomeOf('simulate', '--seed', '3', '--nodes', '3', '--minutes', '1', '--json')).text;
  const first = await run();
  expect(JSON.parse(first)).toMatchObject({ seed: 3, digest: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown });
  expect(await run()).toBe(first);
});

test('every command explains itself, and says what stands below it', async () => {
  const helpOf = async (...args: readonly string[]): Promise<string> => (await outcomeOf(...args, '--help')).text;
  const all = await helpOf();
  for (const name of ['node', 'wallet', 'send', 'record', 'account', 'block', 'tx', 'mempool', 'peers', 'topic']) {
    expect(all).toMatch(new RegExp(`^  ${name} `, 'm'));
    expect(await helpOf(name)).toContain(`tabchain ${name}`);
  }
  expect(await helpOf('wallet')).toMatch(/create.*import.*export.*list/s);
  expect(await helpOf('contract')).toMatch(/deploy.*invoke.*view/s);
  expect(await helpOf('file')).toMatch(/add.*get.*list/s);
  expect(await helpOf('chain', 'verify')).toContain('--json');
});
