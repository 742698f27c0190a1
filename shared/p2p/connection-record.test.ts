// What is remembered of connections, and for how long.

import { expect, test } from 'vitest';
import { createConnectionRecord, failedDialsMax } from './connection-record.ts';

test('the newest failed dials are kept, newest first, for ten minutes', () => {
  const record = createConnectionRecord();
  for (let i = 0; i < failedDialsMax + 5; i += 1) {
    record.dialFailed({ peerId: `peer-${i}`, path: 'webrtc', reason: 'x'.repeat(1_000), time: i });
  }
  const kept = record.failedDials(100);
  expect(kept).toHaveLength(failedDialsMax);
  expect(kept[0]).toMatchObject({ peerId: `peer-${failedDialsMax + 4}`, path: 'webrtc' });
  expect(kept[0]?.reason).toHaveLength(300);
  expect(record.failedDials(600_000 + failedDialsMax)).toHaveLength(4);
  expect(record.failedDials(700_000)).toEqual([]);
});

test('what a relay said is over with its connection', () => {
  const record = createConnectionRecord();
  record.relayFailed('relay', 'nobody answers there');
  expect(record.relay('relay')).toEqual({ reason: 'nobody answers there' });
  record.relayChanged('relay');
  record.placed('relay', 'full');
  record.named('relay', 3);
  record.placed('relay', 'held');
  expect(record.relay('relay')).toEqual({ place: 'held', told: 3 });
  record.relayChanged('relay');
  expect(record.relay('relay')).toEqual({});
  expect(record.relay('another')).toEqual({});
});

test('no more relays are remembered than 32', () => {
  const record = createConnectionRecord();
  for (let i = 0; i < 40; i += 1) record.relayFailed(`relay-${i}`, 'gone');
  expect(record.relay('relay-7')).toEqual({});
  expect(record.relay('relay-8')).toEqual({ reason: 'gone' });
});
