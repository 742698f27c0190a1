// What a person reads, and the JSON that a program reads.

import { describe, expect, test } from 'vitest';
import { linesOf, type Told } from './narrator.ts';

const id = 'ab'.repeat(32);
const block: Told = { event: 'block', height: 7, id, transactions: 1, peers: 2, own: false, joined: 1, left: 0 };

describe('in words', () => {
  test.each<readonly [Told, readonly string[]]>([
    [block, ['stdout: block 7  abababababab…  1 transaction  2 peers']],
    [
      { ...block, own: true, transactions: 0, peers: 1 },
      ['stdout: block 7  abababababab…  0 transactions  1 peer  ours'],
    ],
    [
      { event: 'block', height: 7, id, peers: 0, own: false, joined: 3, left: 1 },
      ['stdout: block 7  abababababab…  0 peers  3 blocks at once  1 block gave way'],
    ],
    [{ event: 'peer', peerId: 'Q', change: 'connected', peers: 1 }, ['stdout: peer Q connected  1 peer']],
    [{ event: 'log', level: 'info', what: 'dial failed' }, []],
    [
      { event: 'log', level: 'warn', what: 'a block was refused', peerId: 'Q', fault: 'header-target' },
      ['stderr: tabchain: a block was refused (header-target, peer Q)'],
    ],
    [{ event: 'log', level: 'error', what: 'the store has failed' }, ['stderr: tabchain: the store has failed']],
    [{ event: 'alarm', what: 'a sentence' }, ['stderr: tabchain: a sentence']],
    [
      { event: 'alarm', what: 'storage-full' },
      [
        'stderr: tabchain: The disk is full, so the node stopped. What was saved is safe; free some space and start it again.',
      ],
    ],
    [{ event: 'mining', address: 'tab1x' }, ['stdout: mining for tab1x']],
    [
      { event: 'mining', address: 'tab1x', phraseFile: 'DIR/wallet.txt' },
      [
        'stdout: mining for tab1x, a wallet made just now: copy its recovery phrase from DIR/wallet.txt to a safe place',
      ],
    ],
    [
      { event: 'stopped', height: 7, id, name: 'Class', data: 'DIR' },
      ['stdout: Stopped. “Class” is saved up to block 7 (abababababab…) in DIR.'],
    ],
  ])('%j', (told, lines) => {
    expect(linesOf(told, false).map(({ to, text }) => `${to}: ${text}`)).toEqual(lines);
  });

  test('the start says where it listens and what connects a second node', () => {
    const started: Told = {
      ...{ event: 'started', peerId: 'Q', chainId: id, name: 'Class', data: 'DIR', height: 3 },
      ...{ addresses: ['/ip4/1.2.3.4/tcp/5/ws/p2p/Q'], link: '#/join/x', connect: 'npm run tabchain -- node …' },
    };
    const [line, ...more] = linesOf(started, false);
    expect(more).toEqual([]);
    expect(line?.text).toContain('“Class” (abababababab…), data in DIR, height 3');
    expect(line?.text).toContain('\n  /ip4/1.2.3.4/tcp/5/ws/p2p/Q\n');
    expect(line?.text).toContain('\n  npm run tabchain -- node …\n');
  });
});

test('as JSON everything is one line on stdout', () => {
  const log: Told = { event: 'log', level: 'info', what: 'two\nlines' };
  for (const told of [block, log]) {
    const [line, ...more] = linesOf(told, true);
    expect(more).toEqual([]);
    expect(line?.to).toBe('stdout');
    expect(line?.text).not.toContain('\n');
    expect(JSON.parse(line?.text ?? '')).toEqual(told);
  }
});
