// A frame channel on libp2p's stream pair: frames cross, and every limit ends it with its own reason.

import { streamPair } from '@libp2p/utils';
import { expect, test } from 'vitest';
import { createFrameChannel, type FrameChannelOptions } from './frame-channel.ts';

const until = async (condition: () => boolean): Promise<void> => {
  await expect.poll(condition, { timeout: 5_000, interval: 5 }).toBe(true);
};

const channelPair = async (ours: Partial<FrameChannelOptions> = {}, theirs: Partial<FrameChannelOptions> = {}) => {
  const [left, right] = await streamPair();
  const frames: string[] = [];
  const ends: string[] = [];
  const options = (name: string): FrameChannelOptions => ({
    ...{ frameBytesMax: 1_000, queueBytesMax: 10_000, inbound: { capacity: 100_000, perSecond: 1_000 } },
    onFrame: (kind, body) => {
      frames.push(`${name} ${kind} ${body.join('.')}`);
      return undefined;
    },
    onEnd: (reason, hostile) => ends.push(`${name} ${hostile ? 'hostile' : 'gone'}: ${reason}`),
  });
  const a = createFrameChannel(left, { ...options('a'), ...ours });
  const b = createFrameChannel(right, { ...options('b'), ...theirs });
  return { a, b, left, frames, ends };
};

test('frames cross in both directions and in order', async () => {
  const { a, b, frames } = await channelPair();
  for (let i = 0; i < 3; i++) a.send(i, Uint8Array.of(i), Uint8Array.of(9));
  b.send(7);
  await until(() => frames.length === 4);
  expect(frames.filter((frame) => frame.startsWith('b'))).toEqual(['b 0 0.9', 'b 1 1.9', 'b 2 2.9']);
  expect(frames).toContain('a 7 ');
});

test('an end is told once on each side', async () => {
  const { a, b, ends } = await channelPair();
  a.end('done');
  a.end('done again');
  await until(() => b.ended());
  expect(ends).toEqual(['a gone: done', expect.stringMatching(/^b gone: /)]);
  a.send(1);
});

test('a frame above the limit is hostile', async () => {
  const { a, b, ends } = await channelPair();
  a.send(1, new Uint8Array(1_000));
  await until(() => b.ended());
  expect(ends).toContain('b hostile: broken frame: frame-too-long');
});

test('a refused frame is hostile, and what follows it is not read', async () => {
  const seen: number[] = [];
  const onFrame = (kind: number) => {
    seen.push(kind);
    return kind === 2 ? 'nonsense' : undefined;
  };
  const { a, b, ends } = await channelPair({}, { onFrame });
  for (const kind of [1, 2, 3]) a.send(kind);
  await until(() => b.ended());
  expect(seen).toEqual([1, 2]);
  expect(ends).toContain('b hostile: nonsense');
});

test('sending faster than the limit is hostile', async () => {
  const { a, b, ends } = await channelPair({}, { inbound: { capacity: 500, perSecond: 1 } });
  for (let i = 0; i < 4; i++) a.send(1, new Uint8Array(200));
  await until(() => b.ended());
  expect(ends).toContain('b hostile: sends faster than its limit');
});

test('a queue that is full ends the channel', async () => {
  const { a, ends } = await channelPair({ outbound: { capacity: 16_384, perSecond: 1 }, queueBytesMax: 2_000 });
  for (let i = 0; i < 40 && !a.ended(); i++) a.send(1, new Uint8Array(990));
  expect(ends).toEqual(['a gone: reads slower than it is sent to']);
});

test('a paced channel keeps its rate', async () => {
  const { a, frames } = await channelPair({
    outbound: { capacity: 16_384, perSecond: 16_384 },
    queueBytesMax: 100_000,
  });
  const startMs = Date.now();
  // 16 KiB at once, then 8 KiB at 16 KiB/s
  for (let i = 0; i < 24; i++) a.send(1, new Uint8Array(990));
  await until(() => frames.length === 24);
  expect(Date.now() - startMs).toBeGreaterThan(300);
});

test('the last word leaves before the end', async () => {
  const { a, b, frames } = await channelPair();
  a.sendNow(5, Uint8Array.of(1));
  a.end('leaving');
  await until(() => b.ended());
  expect(frames).toEqual(['b 5 1']);
});
