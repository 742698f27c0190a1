// A newcomer's question for coins between hosts on loopback: it carries who asks and by which way, and answers come back.

import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { hostsOnLoopback, until } from './testing/hosts-on-loopback.ts';
import {
  decodeWelcomeAnswer,
  encodeWelcomeAnswer,
  type WelcomeAnswer,
  type WelcomeQuestion,
} from './welcome-stream.ts';

const { startHost, stopAll } = hostsOnLoopback();
const account = '5a'.repeat(32);

afterEach(stopAll);

test('who is asked hears who asks and by which way, and what it says comes back; others say that they welcome nobody', async () => {
  const heard: WelcomeQuestion[] = [];
  const paid: WelcomeAnswer = { paid: true, id: 'c1'.repeat(32), amount: 10_000_000n };
  const giver = await startHost({
    onWelcome: async (question) => {
      heard.push(question);
      return paid;
    },
  });
  const relays = giver.snapshot().addresses;
  const other = await startHost({ relays });
  const newcomer = await startHost({ relays, listen: [] });
  await until('all are linked', () => newcomer.snapshot().peers.length === 2);
  expect(await newcomer.askWelcome(giver.peerId, account)).toEqual(paid);
  expect(heard).toEqual([{ peer: newcomer.peerId, account, source: '127.0.0.1' }]);
  expect(await newcomer.askWelcome(other.peerId, account)).toEqual({ paid: false, reason: 'off' });
  expect(await newcomer.askWelcome('12D3KooWNobody', account)).toBeUndefined();
});

test('any answer is read as it was written, and any other frame as none', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3 }), fc.uint8Array({ maxLength: 60 }), (kind, body) => {
      const read = decodeWelcomeAnswer({ kind, body });
      if (read !== undefined) expect(encodeWelcomeAnswer(read)).toEqual({ kind, body });
    }),
  );
  for (const reason of ['off', 'already', 'later', 'given-out'] as const) {
    const answer: WelcomeAnswer = { paid: false, reason };
    expect(decodeWelcomeAnswer(encodeWelcomeAnswer(answer))).toEqual(answer);
  }
});
