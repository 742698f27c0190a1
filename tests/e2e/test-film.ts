/**
 * A film that no one else has made: noise and a moving bar, encoded by the browser's own VP8 encoder (WebCodecs) and put into
 * WebM with a length and an index at its front, so that a player can seek before it has all of it. Each second is a cluster
 * that begins with a key frame. Bounds: frames of 320 × 180, ten a second; about 0.4 MB a second.
 */
import type { Page } from '@playwright/test';

const framesPerSecond = 10;
const width = 320;
const height = 180;

interface Frame {
  readonly isKey: boolean;
  readonly ms: number;
  readonly bytes: Buffer;
}

/** Frames in their order, by an encoder in the page. */
async function encodeFrames(page: Page, seconds: number): Promise<readonly Frame[]> {
  const told = await page.evaluate(
    async ([count, rate, wide, high]) => {
      const frames: { readonly isKey: boolean; readonly ms: number; readonly base64: string }[] = [];
      const failures: DOMException[] = [];
      const encoder = new VideoEncoder({
        output: (chunk) => {
          const bytes = new Uint8Array(chunk.byteLength);
          chunk.copyTo(bytes);
          const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
          frames.push({ isKey: chunk.type === 'key', ms: chunk.timestamp / 1000, base64 });
        },
        error: (failure) => failures.push(failure),
      });
      encoder.configure({ codec: 'vp8', width: wide, height: high, bitrate: 3_500_000, framerate: rate });
      const canvas = new OffscreenCanvas(wide, high);
      const context = canvas.getContext('2d');
      if (context === null) throw new Error('no canvas');
      for (let at = 0; at < count; at++) {
        const picture = context.createImageData(wide, high);
        for (let i = 0; i < picture.data.length; i += 65_536) {
          crypto.getRandomValues(picture.data.subarray(i, i + 65_536));
        }
        for (let i = 3; i < picture.data.length; i += 4) picture.data[i] = 255;
        context.putImageData(picture, 0, 0);
        context.fillRect(0, 0, (wide * at) / count, 20);
        const frame = new VideoFrame(canvas, { timestamp: (at * 1_000_000) / rate });
        encoder.encode(frame, { keyFrame: at % rate === 0 });
        frame.close();
        if (encoder.encodeQueueSize > 4) await new Promise((done) => (encoder.ondequeue = done));
      }
      await encoder.flush();
      if (failures[0] !== undefined) throw failures[0];
      return frames;
    },
    [seconds * framesPerSecond, framesPerSecond, width, height] as const,
  );
  return told.map(({ isKey, ms, base64 }) => ({ isKey, ms, bytes: Buffer.from(base64, 'base64') }));
}

/** EBML (RFC 8794): an id, the length of what follows in eight bytes, and that. */
const element = (id: string, ...parts: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE((1n << 56n) | BigInt(body.length));
  return Buffer.concat([Buffer.from(id, 'hex'), length, body]);
};
const uint = (id: string, value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return element(id, bytes);
};
const float = (id: string, value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return element(id, bytes);
};
const text = (id: string, value: string): Buffer => element(id, Buffer.from(value));

const head = element(
  '1a45dfa3',
  ...[uint('4286', 1), uint('42f7', 1), uint('42f2', 4), uint('42f3', 8)],
  ...[text('4282', 'webm'), uint('4287', 2), uint('4285', 2)],
);

/** A millisecond a tick. */
const info = (seconds: number): Buffer =>
  element(
    '1549a966',
    uint('2ad7b1', 1_000_000),
    float('4489', seconds * 1000),
    text('4d80', 'Tabchain'),
    text('5741', 'Tabchain'),
  );

const tracks = element(
  '1654ae6b',
  element(
    'ae',
    ...[uint('d7', 1), uint('73c5', 1), uint('83', 1), text('86', 'V_VP8')],
    // Nanoseconds a frame: else a player reads five seconds to find that out.
    uint('23e383', 1_000_000_000 / framesPerSecond),
    element('e0', uint('b0', width), uint('ba', height)),
  ),
);

/** Frames of one second behind their key frame. */
const cluster = (frames: readonly Frame[]): Buffer => {
  const start = frames[0]?.ms ?? 0;
  const blocks = frames.map(({ isKey, ms, bytes }) => {
    const header = Buffer.from([0x81, 0, 0, isKey ? 0x80 : 0]);
    header.writeInt16BE(ms - start, 1);
    return element('a3', header, bytes);
  });
  return element('1f43b675', uint('e7', start), ...blocks);
};

const cues = (clusters: readonly Buffer[], firstAt: number): Buffer => {
  let at = firstAt;
  const points = clusters.map((one, second) => {
    const point = element('bb', uint('b3', second * 1000), element('b7', uint('f7', 1), uint('f1', at)));
    at += one.length;
    return point;
  });
  return element('1c53bb6b', ...points);
};

/** The bytes of a WebM file of so many seconds, made in the page. */
export async function makeTestFilm(page: Page, seconds: number): Promise<Buffer> {
  const frames = await encodeFrames(page, seconds);
  const clusters = Array.from({ length: seconds }, (_, second) =>
    cluster(frames.slice(second * framesPerSecond, (second + 1) * framesPerSecond)),
  );
  const front = Buffer.concat([info(seconds), tracks]);
  // All numbers are as long as each other, so the index is as long before its places are known.
  const firstAt = front.length + cues(clusters, 0).length;
  return Buffer.concat([head, element('18538067', front, cues(clusters, firstAt), ...clusters)]);
}
