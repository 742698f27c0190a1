// The line at the bottom of a terminal: what it says, and that it never stands between other lines.

import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { Status } from '../shared/provider/index.ts';
import { createStatusLine, statusText } from './status-line.ts';

const status: Status = {
  ...{ height: 40, head: '0x00', settledHeight: 34, producing: false, mode: 'full', start: 'auto', verifiedSince: 0 },
  sync: { state: 'following', target: 40 },
  peers: { direct: 1, websocket: 2, relayed: 0 },
  relays: { connected: 0, known: 0 },
  independence: { level: 'independent', relays: 0, neighbours: 2 },
  mempool: { count: 0, bytes: 0 },
  storage: { persisted: true, bytes: 0 },
};

test('height and peers, what waits, and a bar while blocks are fetched', () => {
  expect(statusText(status)).toBe('block 40  3 peers');
  const busy = {
    ...status,
    peers: { ...status.peers, websocket: 0 },
    mempool: { count: 2, bytes: 9 },
    producing: true,
  };
  expect(statusText(busy)).toBe('block 40  1 peer  2 waiting  making blocks');
  expect(statusText({ ...status, sync: { state: 'bodies', target: 400 } })).toBe(
    '██░░░░░░░░░░░░░░░░░░ 10 %  block 40 of 400  3 peers',
  );
});

test('it is taken away before other lines and put back after them, within the width', () => {
  const stream = Object.assign(new PassThrough(), { columns: 9, isTTY: true as const });
  const line = createStatusLine(stream);
  const print = () => void stream.write('other\n');
  line.around(print);
  line.update(status);
  line.update(status);
  line.around(print);
  line.end();
  line.around(print);
  const written = stripVTControlCharacters(String(stream.read()).replaceAll('\u001b[2K', '|'));
  expect(written.split('|')).toEqual(['other\nblock 40\r', 'other\nblock 40\r', 'other\n']);
});
