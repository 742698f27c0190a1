// A question for holders on a stream that breaks: whoever asked is told, and nothing else ends.

import type { Stream } from '@libp2p/interface';
import { expect, test, vi } from 'vitest';
import { peerIdFromKey } from '../p2p/index.ts';
import { askPeer } from './holder-question.ts';

test('a question that cannot be sent leaves no promise that nobody waits for: it would end a Node process', async () => {
  vi.useFakeTimers();
  const unhandled: unknown[] = [];
  const others = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', (cause) => void unhandled.push(cause));
  try {
    // The stream was reset between its opening and the question.
    const stream: Pick<Stream, 'addEventListener' | 'send' | 'close' | 'abort'> = {
      addEventListener: () => undefined,
      send: () => {
        throw new Error('the stream is reset');
      },
      close: async () => undefined,
      abort: () => undefined,
    };
    const connection = { status: 'open', newStream: async () => stream } as const;
    const asking = askPeer({ getConnections: () => [connection] }, peerIdFromKey(new Uint8Array(32).fill(1)), {
      ...{ cid: new Uint8Array(36), hops: 2 },
    });
    await expect(asking).rejects.toThrow('the stream is reset');
    await vi.advanceTimersByTimeAsync(10_000);
    vi.useRealTimers();
    // Node tells of it after the microtasks of a turn.
    await new Promise((resolve) => void setImmediate(resolve));
    expect(unhandled).toEqual([]);
  } finally {
    vi.useRealTimers();
    process.removeAllListeners('unhandledRejection');
    for (const listener of others) process.on('unhandledRejection', listener);
  }
});
