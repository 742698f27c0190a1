// Frames: how messages are cut out of a libp2p stream, the same in every Tabchain protocol.
//   length u32 big-endian (of what follows) ‖ kind u8 ‖ body
// Bound: a reader holds one frame of at most `frameBytesMax`; a longer length is a fault before a byte of it is kept.

const frameHeaderBytes = 5;

export type FrameFault =
  { readonly type: 'frame-too-long'; readonly length: number } | { readonly type: 'frame-empty' };

/** One frame; `parts` are the body's pieces in order, copied. */
export const encodeFrame = (kind: number, ...parts: readonly Uint8Array[]): Uint8Array => {
  let bodyBytes = 0;
  for (const part of parts) bodyBytes += part.length;
  const frame = new Uint8Array(frameHeaderBytes + bodyBytes);
  new DataView(frame.buffer).setUint32(0, 1 + bodyBytes);
  frame[4] = kind;
  let at = frameHeaderBytes;
  for (const part of parts) {
    frame.set(part, at);
    at += part.length;
  }
  return frame;
};

export interface FrameReader {
  /** Takes the next bytes of the stream and hands out the frames that they complete; after a fault nothing more. */
  readonly push: (chunk: Uint8Array) => FrameFault | undefined;
}

/** `onFrame` gets the body in a buffer of its own, so that it can be transferred. */
export const createFrameReader = (
  frameBytesMax: number,
  onFrame: (kind: number, body: Uint8Array<ArrayBuffer>) => void,
): FrameReader => {
  const header = new Uint8Array(frameHeaderBytes);
  let headerFilled = 0;
  let body: Uint8Array<ArrayBuffer> | undefined;
  let bodyFilled = 0;
  let fault: FrameFault | undefined;

  const readHeader = (chunk: Uint8Array, from: number): number => {
    const taken = Math.min(frameHeaderBytes - headerFilled, chunk.length - from);
    header.set(chunk.subarray(from, from + taken), headerFilled);
    headerFilled += taken;
    if (headerFilled < frameHeaderBytes) return taken;
    const length = new DataView(header.buffer).getUint32(0);
    if (length === 0) fault = { type: 'frame-empty' };
    else if (length > frameBytesMax) fault = { type: 'frame-too-long', length };
    else body = new Uint8Array(length - 1);
    bodyFilled = 0;
    return taken;
  };
  const readBody = (into: Uint8Array<ArrayBuffer>, chunk: Uint8Array, from: number): number => {
    const taken = Math.min(into.length - bodyFilled, chunk.length - from);
    into.set(chunk.subarray(from, from + taken), bodyFilled);
    bodyFilled += taken;
    return taken;
  };
  const finishBody = (whole: Uint8Array<ArrayBuffer>): void => {
    const kind = header[4] ?? 0;
    headerFilled = 0;
    body = undefined;
    onFrame(kind, whole);
  };

  return {
    push: (chunk) => {
      let at = 0;
      while (at < chunk.length && fault === undefined) {
        at += body === undefined ? readHeader(chunk, at) : readBody(body, chunk, at);
        if (body !== undefined && bodyFilled === body.length) finishBody(body);
      }
      return fault;
    },
  };
};
