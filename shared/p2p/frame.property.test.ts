// Frames survive any cutting of the stream, and no input makes the reader throw or keep more than its limit.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFrameReader, encodeFrame } from './frame.ts';

const frameArbitrary = fc.tuple(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 300 }));

const readAll = (bytes: Uint8Array, cuts: readonly number[], frameBytesMax: number) => {
  const frames: [number, number[]][] = [];
  const reader = createFrameReader(frameBytesMax, (kind, body) => frames.push([kind, [...body]]));
  const bounds = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  let fault;
  for (const [i, end] of bounds.entries()) if (i > 0) fault = reader.push(bytes.subarray(bounds[i - 1], end));
  return { frames, fault };
};

test('whatever the pieces, the frames come out as they went in', () => {
  fc.assert(
    fc.property(fc.array(frameArbitrary, { maxLength: 8 }), fc.array(fc.nat(), { maxLength: 10 }), (frames, cuts) => {
      const stream = frames.map(([kind, body]) => [...encodeFrame(kind, body.subarray(0, 3), body.subarray(3))]).flat();
      const read = readAll(Uint8Array.from(stream), cuts, 301);
      expect(read).toEqual({ frames: frames.map(([kind, body]) => [kind, [...body]]), fault: undefined });
    }),
  );
});

test('no bytes make it throw, and no body is longer than the limit', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.array(fc.nat(), { maxLength: 5 }), (bytes, cuts) => {
      for (const [, body] of readAll(bytes, cuts, 64).frames) expect(body.length).toBeLessThan(64);
    }),
  );
});

test('a length above the limit, and a length of nothing, end the reading', () => {
  const long = encodeFrame(1, new Uint8Array(64));
  expect(readAll(long, [], 65).frames.length).toBe(1);
  expect(readAll(long, [], 64)).toEqual({ frames: [], fault: { type: 'frame-too-long', length: 65 } });
  const after = Uint8Array.from([0, 0, 0, 0, 9, ...encodeFrame(1)]);
  expect(readAll(after, [2, 5, 6], 64)).toEqual({ frames: [], fault: { type: 'frame-empty' } });
});
