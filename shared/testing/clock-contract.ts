// What every Clock must do, as cases with plain assertions and no test framework: the same list runs on the machine's
// clock and on the simulator's. `open` makes a clock and a way to let its time pass.
// Bounded: the slowest case takes a tenth of a second of the clock's time.

import type { Clock } from '../core/node/index.ts';

export interface ClockUnderTest {
  readonly clock: Clock;
  /** Resolves when the condition holds; rejects when it does not within `deadlineMs` of the clock's time. */
  readonly waitUntil: (condition: () => boolean, deadlineMs: number) => Promise<void>;
}

export interface ClockContractCase {
  readonly name: string;
  readonly run: (open: () => ClockUnderTest) => Promise<void>;
}

const deadlineMs = 5_000;

const expectThat = (holds: boolean, sentence: string): void => {
  if (!holds) throw new Error(sentence);
};

const ringsOnce = async ({ clock, waitUntil }: ClockUnderTest): Promise<void> => {
  const due = clock.now() + 40;
  let rings = 0;
  let rangAt = 0;
  clock.wakeAt(due, () => {
    rings++;
    rangAt = clock.now();
  });
  expectThat(rings === 0, 'the alarm rang inside the call that set it');
  await waitUntil(() => rings > 0, deadlineMs);
  expectThat(rangAt >= due, `it rang ${due - rangAt} ms early`);
  await waitUntil(() => clock.now() > due + 60, deadlineMs);
  expectThat(rings === 1, `it rang ${rings} times`);
};

const laterCallReplaces = async ({ clock, waitUntil }: ClockUnderTest): Promise<void> => {
  const heard: string[] = [];
  const from = clock.now();
  clock.wakeAt(from + 20, () => heard.push('first'));
  clock.wakeAt(from + 50, () => heard.push('second'));
  await waitUntil(() => heard.length > 0, deadlineMs);
  await waitUntil(() => clock.now() > from + 90, deadlineMs);
  expectThat(heard.join() === 'second', `heard ${heard.join()}`);
};

const undefinedCancels = async ({ clock, waitUntil }: ClockUnderTest): Promise<void> => {
  const from = clock.now();
  let rings = 0;
  clock.wakeAt(from + 20, () => rings++);
  clock.wakeAt(undefined, () => rings++);
  await waitUntil(() => clock.now() > from + 60, deadlineMs);
  expectThat(rings === 0, 'a cancelled alarm rang');
};

const pastRingsSoon = async ({ clock, waitUntil }: ClockUnderTest): Promise<void> => {
  let rings = 0;
  clock.wakeAt(clock.now() - 1000, () => rings++);
  expectThat(rings === 0, 'an alarm in the past rang inside the call that set it');
  await waitUntil(() => rings === 1, deadlineMs);
};

const setAgainFromAlarm = async ({ clock, waitUntil }: ClockUnderTest): Promise<void> => {
  let rings = 0;
  const again = (): void => {
    rings++;
    if (rings < 3) clock.wakeAt(clock.now() + 10, again);
  };
  clock.wakeAt(clock.now() + 10, again);
  await waitUntil(() => rings === 3, deadlineMs);
};

const farAlarmIsSilent = async ({ clock, waitUntil }: ClockUnderTest): Promise<void> => {
  const from = clock.now();
  let rings = 0;
  clock.wakeAt(from + 60 * 86_400_000, () => rings++);
  await waitUntil(() => clock.now() > from + 40, deadlineMs);
  clock.wakeAt(undefined, () => undefined);
  expectThat(rings === 0, 'an alarm two months away rang at once');
};

const contractCase = (name: string, check: (test: ClockUnderTest) => Promise<void>): ClockContractCase => ({
  name,
  run: (open) => check(open()),
});

export const clockContract: readonly ClockContractCase[] = [
  contractCase('an alarm rings once, at its time or after', ringsOnce),
  contractCase('a later call replaces the alarm', laterCallReplaces),
  contractCase('undefined cancels', undefinedCancels),
  contractCase('an alarm in the past rings soon', pastRingsSoon),
  contractCase('an alarm may set the next one', setAgainFromAlarm),
  contractCase('an alarm beyond the reach of a timer does not ring early', farAlarmIsSilent),
];
