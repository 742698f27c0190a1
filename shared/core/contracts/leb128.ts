// LEB128, the integers of WebAssembly's binary format (https://webassembly.github.io/spec/core/binary/values.html), and
// a cursor over a binary. Bounds: 32-bit integers take five bytes at most; a cursor that would leave its bytes throws,
// since the binaries come from a package of the lockfile and a broken one is no case to go on with.

export const unsignedLeb = (value: number): number[] => {
  const bytes: number[] = [];
  let rest = value >>> 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>>= 7;
    if (rest === 0) return [...bytes, low];
    bytes.push(low | 0x80);
  }
};

export const signedLeb = (value: number): number[] => {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)) return [...bytes, low];
    bytes.push(low | 0x80);
  }
};

export interface Cursor {
  readonly at: () => number;
  readonly byte: () => number;
  /** an unsigned 32-bit integer */
  readonly uint: () => number;
  /** passes over a signed integer of 32 or 64 bits */
  readonly passLeb: () => void;
  readonly pass: (count: number) => void;
  readonly name: () => string;
}

export const createCursor = (bytes: Uint8Array, start = 0): Cursor => {
  let at = start;
  const byte = (): number => {
    const value = bytes[at];
    if (value === undefined) throw new RangeError(`the binary ends at ${at}`);
    at++;
    return value;
  };
  const uint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const part = byte();
      value += (part & 0x7f) * 2 ** shift;
      if (part < 0x80) return value;
    }
    throw new RangeError(`an integer of more than five bytes at ${at}`);
  };
  const pass = (count: number): void => {
    at += count;
    if (at > bytes.length) throw new RangeError(`the binary ends at ${bytes.length}`);
  };
  return {
    at: () => at,
    byte,
    uint,
    passLeb: () => {
      while (byte() >= 0x80);
    },
    pass,
    name: () => {
      const length = uint();
      pass(length);
      return new TextDecoder().decode(bytes.subarray(at - length, at));
    },
  };
};

/** Pieces of a binary, one behind the other. */
export const joined = (parts: readonly (Uint8Array | readonly number[])[]): Uint8Array<ArrayBuffer> => {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};
