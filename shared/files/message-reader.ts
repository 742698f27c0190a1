// Cuts messages out of a Bitswap stream: a varint length, then so many bytes. A length above what is allowed at that
// moment is a fault before a byte of it is kept, and so are more than ten bytes of length.
// Owns: one message that is half there.

export type ReaderFault = 'length-form' | 'message-too-long';

export interface MessageReader {
  readonly push: (chunk: Uint8Array) => ReaderFault | undefined;
}

/** `bytesMax` is asked at each message's start; `onMessage` gets a buffer of its own. */
export const createMessageReader = (
  bytesMax: () => number,
  onMessage: (body: Uint8Array<ArrayBuffer>) => void,
): MessageReader => {
  let length = 0;
  let shift = 0;
  let body: Uint8Array<ArrayBuffer> | undefined;
  let filled = 0;

  const readLength = (byte: number): ReaderFault | undefined => {
    length += (byte & 127) * 2 ** shift;
    shift += 7;
    if (byte >= 128) return shift > 35 ? 'length-form' : undefined;
    if (length > bytesMax()) return 'message-too-long';
    body = new Uint8Array(length);
    filled = 0;
    length = 0;
    shift = 0;
    return undefined;
  };
  const deliverWhole = (): void => {
    if (body === undefined || filled < body.length) return;
    const whole = body;
    body = undefined;
    onMessage(whole);
  };

  return {
    push: (chunk) => {
      for (let at = 0; at < chunk.length;) {
        if (body === undefined) {
          const fault = readLength(chunk[at] ?? 0);
          if (fault !== undefined) return fault;
          at += 1;
        } else {
          const taken = Math.min(body.length - filled, chunk.length - at);
          body.set(chunk.subarray(at, at + taken), filled);
          filled += taken;
          at += taken;
        }
        deliverWhole();
      }
      return undefined;
    },
  };
};
