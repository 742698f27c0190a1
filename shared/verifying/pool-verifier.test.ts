/** What the pool makes of threads that fail, hang or are not there yet: nobody waits for ever, and nothing is found right that was not. */
import { describe, expect, test } from 'vitest';
import type { SignedBytes } from '../core/node/ports.ts';
import { createPoolVerifier, type PoolVerifier, type VerifyThreadListener } from './pool-verifier.ts';
import { verdictsOn, type VerifyCommand } from './verify-messages.ts';

interface ScriptedThread {
  readonly listener: VerifyThreadListener;
  readonly commands: VerifyCommand[];
  readonly ready: () => void;
  /** finds everything right that it was asked last */
  readonly answer: () => void;
  ended: boolean;
}

interface Stage {
  readonly pool: PoolVerifier;
  readonly threads: ScriptedThread[];
  /** fires the timers that are due after so long */
  readonly pass: (ms: number) => void;
}

const stage = (threadCount: number): Stage => {
  const threads: ScriptedThread[] = [];
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>();
  let now = 0;
  const pool = createPoolVerifier({
    threadCount,
    startThread: (listener) => {
      const commands: VerifyCommand[] = [];
      const thread: ScriptedThread = {
        listener,
        commands,
        ended: false,
        ready: () => {
          listener.onReport({ type: 'ready' });
        },
        answer: () => {
          const last = commands.at(-1);
          if (last === undefined) throw new Error('it was asked nothing');
          listener.onReport({ type: 'verdicts', chunk: last.chunk, verdicts: verdictsOn(last.packed, () => true) });
        },
      };
      threads.push(thread);
      return {
        post: (command) => void commands.push(command),
        end: () => {
          thread.ended = true;
        },
      };
    },
    timer: {
      after: (ms, callback) => {
        const timer = { at: now + ms, callback };
        timers.add(timer);
        return () => void timers.delete(timer);
      },
    },
  });
  const pass = (ms: number): void => {
    now += ms;
    for (const timer of [...timers]) {
      if (timer.at > now) continue;
      timers.delete(timer);
      timer.callback();
    }
  };
  return { pool, threads, pass };
};

const signed: SignedBytes = {
  signature: new Uint8Array(64),
  message: new Uint8Array(9),
  publicKey: new Uint8Array(32),
};
const batch = (count: number): readonly SignedBytes[] => Array.from({ length: count }, () => ({ ...signed }));
const rightOf = (verdicts: readonly boolean[]): number => verdicts.filter((verdict) => verdict).length;
const threadAt = (threads: readonly ScriptedThread[], index: number): ScriptedThread => {
  const thread = threads[index];
  if (thread === undefined) throw new Error(`thread ${index} was not started`);
  return thread;
};

describe('the pool of verifying threads', () => {
  test('finds nothing out, at once, until a thread has loaded', async () => {
    const { pool, threads } = stage(2);
    expect(threads).toHaveLength(0);
    expect(rightOf(await pool.verify(batch(100)))).toBe(0);
    expect(threads).toHaveLength(2);
    threadAt(threads, 0).ready();
    const asked = pool.verify(batch(10));
    threadAt(threads, 0).answer();
    expect(rightOf(await asked)).toBe(10);
  });

  test('a thread that fails is replaced, and its chunk alone is not found out', async () => {
    const { pool, threads } = stage(2);
    await pool.verify(batch(1));
    threadAt(threads, 0).ready();
    threadAt(threads, 1).ready();
    const asked = pool.verify(batch(128)); // two chunks
    threadAt(threads, 0).listener.onFailure('out of memory');
    threadAt(threads, 1).answer();
    expect(rightOf(await asked)).toBe(64);
    expect(threads).toHaveLength(3);
    expect(threadAt(threads, 0).ended).toBe(true);
  });

  test('a thread that does not answer is given up after its time', async () => {
    const { pool, threads, pass } = stage(1);
    await pool.verify(batch(1));
    threadAt(threads, 0).ready();
    const asked = pool.verify(batch(200));
    pass(5000);
    expect(rightOf(await asked)).toBe(0);
    expect(threadAt(threads, 0).ended).toBe(true);
    threadAt(threads, 0).answer(); // too late: nobody listens
  });

  test('threads that fail again and again are not started for ever', async () => {
    const { pool, threads } = stage(1);
    for (let round = 0; round < 10; round++) {
      expect(rightOf(await pool.verify(batch(20)))).toBe(0);
      threads.at(-1)?.listener.onFailure('not found');
    }
    expect(threads).toHaveLength(4);
  });

  test('without work the threads end, and the next batch starts them again', async () => {
    const { pool, threads, pass } = stage(2);
    await pool.verify(batch(1));
    pass(30_000);
    expect(threads.map(({ ended }) => ended)).toEqual([true, true]);
    await pool.verify(batch(1));
    expect(threads).toHaveLength(4);
  });
});
