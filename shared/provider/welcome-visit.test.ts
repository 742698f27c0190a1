// A newcomer asks whoever has nothing to give more and more seldom, and still gets its coins when somebody has some.

import { expect, test } from 'vitest';
import { createMemoryProfile } from '../testing/index.ts';
import type { WelcomeAnswerLike } from './backend.ts';
import { createWelcomeVisit } from './welcome-visit.ts';

const minuteMs = 60_000;
const chainId = 'c1'.repeat(32);
const peers = ['a', 'b', 'c'].map((peerId) => ({
  ...{ peerId, path: 'direct', kind: 'tab', rttMs: undefined, score: 0, since: 0 },
}));

const visitOf = (answerAt: (minutes: number) => WelcomeAnswerLike | undefined) => {
  let now = 0;
  const questions: number[] = [];
  const visit = createWelcomeVisit({
    profile: createMemoryProfile(),
    slot: 0,
    host: {
      snapshot: () => ({ peers }) as never,
      askWelcome: () => {
        questions.push(now / minuteMs);
        return Promise.resolve({ ok: true, value: answerAt(now / minuteMs) });
      },
    },
    now: () => now,
    chainId: () => chainId,
    account: () => Promise.resolve('ab'.repeat(32)),
    isHost: () => Promise.resolve(false),
    onGift: () => undefined,
  });
  const pass = async (minutes: number): Promise<void> => {
    for (const end = now + minutes * minuteMs; now < end; now += 5_000) await visit.look();
  };
  return { visit, questions, pass };
};

test.each<[string, WelcomeAnswerLike | undefined]>([
  ['nothing', undefined],
  ['later', { paid: false, reason: 'later' }],
])('three peers that answer %s are asked less than fifty times in two hours', async (_, answer) => {
  const { questions, pass } = visitOf(() => answer);
  await pass(120);
  expect(questions.length).toBeGreaterThan(20);
  expect(questions.length).toBeLessThan(50);
  await pass(60);
  // Never given up: each again at least every quarter of an hour.
  expect(questions.filter((minute) => minute > 120).length).toBeGreaterThanOrEqual(3 * 3);
});

test('who has coins later is found within a quarter of an hour, and then nobody is asked any more', async () => {
  const paid: WelcomeAnswerLike = { paid: true, amount: 5n, id: 'dd'.repeat(32) };
  const { visit, questions, pass } = visitOf((minutes) => (minutes < 60 ? undefined : paid));
  await pass(60 + 16);
  expect(await visit.gift()).toMatchObject({ amount: '5' });
  const before = questions.length;
  await pass(60);
  expect(questions).toHaveLength(before);
});
