// Messages of Bitswap 1.2.0, as Helia and Kubo write them: want-lists, blocks, and who has what. Protocol buffers by hand,
// because the decoder has to stop at the bounds below before it keeps anything: 1,024 wants, 64 blocks, 1,024 presences.
// Source: specs.ipfs.tech/bitswap-protocol; unknown fields are skipped, as protocol buffers ask.

import { concatBytes, err, ok, type Result } from '../core/bytes/index.ts';

export interface WantEntry {
  /** binary CID */
  readonly cid: Uint8Array;
  readonly cancel: boolean;
  /** asks whether we have it rather than for the block */
  readonly onlyHave: boolean;
  readonly sendDontHave: boolean;
}

export interface SentBlock {
  /** the CID without its digest */
  readonly prefix: Uint8Array;
  readonly data: Uint8Array<ArrayBuffer>;
}

export interface Presence {
  readonly cid: Uint8Array;
  readonly has: boolean;
}

export interface BitswapMessage {
  readonly wants: readonly WantEntry[];
  /** the wants replace all earlier ones */
  readonly full: boolean;
  readonly blocks: readonly SentBlock[];
  readonly presences: readonly Presence[];
}

export type BitswapFault = { readonly type: 'bitswap-form' | 'bitswap-too-many' };

export const bitswapLimits = { wantsMax: 1_024, blocksMax: 64, presencesMax: 1_024, cidBytesMax: 80 } as const;

const varintOf = (value: number): Uint8Array => {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Uint8Array.from([...bytes, rest]);
};

const numberField = (field: number, value: number): Uint8Array => concatBytes(varintOf(field * 8), varintOf(value));
const bytesField = (field: number, value: Uint8Array): Uint8Array =>
  concatBytes(varintOf(field * 8 + 2), varintOf(value.length), value);

const encodeWant = ({ cid, cancel, onlyHave, sendDontHave }: WantEntry): Uint8Array =>
  concatBytes(
    bytesField(1, cid),
    numberField(2, 1), // priority: all alike
    numberField(3, cancel ? 1 : 0),
    numberField(4, onlyHave ? 1 : 0),
    numberField(5, sendDontHave ? 1 : 0),
  );

/** With the length before it, as it goes into a stream. */
export const encodeBitswap = ({ wants, full, blocks, presences }: BitswapMessage): Uint8Array => {
  const wantlist =
    wants.length === 0 && !full
      ? []
      : [
          bytesField(
            1,
            concatBytes(...wants.map((want) => bytesField(1, encodeWant(want))), numberField(2, full ? 1 : 0)),
          ),
        ];
  const body = concatBytes(
    ...wantlist,
    ...blocks.map(({ prefix, data }) => bytesField(3, concatBytes(bytesField(1, prefix), bytesField(2, data)))),
    ...presences.map(({ cid, has }) =>
      bytesField(4, concatBytes(bytesField(1, cid), ...(has ? [] : [numberField(2, 1)]))),
    ),
  );
  return concatBytes(varintOf(body.length), body);
};

type Field = { readonly number: number; readonly value: number | Uint8Array<ArrayBuffer> };

class FormFault extends Error {}
class TooMany extends Error {}

const readVarint = (bytes: Uint8Array, from: number): readonly [value: number, end: number] => {
  let value = 0;
  for (let at = from; at < from + 10; at++) {
    const byte = bytes[at];
    if (byte === undefined) break;
    value += (byte & 127) * 2 ** (7 * (at - from));
    if (byte < 128) return [value, at + 1];
  }
  throw new FormFault();
};

/** The fields of one message, in order; each is a view of `bytes`. */
function* fieldsOf(bytes: Uint8Array<ArrayBuffer>): Generator<Field> {
  for (let at = 0; at < bytes.length;) {
    const [tag, start] = readVarint(bytes, at);
    const number = Math.floor(tag / 8);
    const kind = tag % 8;
    if (number === 0) throw new FormFault();
    if (kind === 0) {
      const [value, end] = readVarint(bytes, start);
      yield { number, value };
      at = end;
      continue;
    }
    const [length, from] =
      kind === 2 ? readVarint(bytes, start) : [kind === 1 ? 8 : kind === 5 ? 4 : Number.NaN, start];
    if (!(from + length <= bytes.length)) throw new FormFault();
    if (kind === 2) yield { number, value: bytes.subarray(from, from + length) };
    at = from + length;
  }
}

/** Numbers and byte fields by their numbers; the last one wins. */
const recordOf = (bytes: Uint8Array<ArrayBuffer>) => {
  const numbers = new Map<number, number>();
  const texts = new Map<number, Uint8Array<ArrayBuffer>>();
  for (const { number, value } of fieldsOf(bytes)) {
    if (typeof value === 'number') numbers.set(number, value);
    else texts.set(number, value);
  }
  return { number: (field: number) => numbers.get(field) ?? 0, bytes: (field: number) => texts.get(field) };
};

const cidIn = (bytes: Uint8Array | undefined): Uint8Array => {
  if (bytes === undefined || bytes.length === 0 || bytes.length > bitswapLimits.cidBytesMax) throw new FormFault();
  return bytes;
};

const pushBounded = <T>(list: T[], value: T, max: number): void => {
  if (list.length >= max) throw new TooMany();
  list.push(value);
};

const readWantlist = (bytes: Uint8Array<ArrayBuffer>, wants: WantEntry[]): boolean => {
  let full = false;
  for (const { number, value } of fieldsOf(bytes)) {
    if (number === 2 && value === 1) full = true;
    if (number !== 1 || typeof value === 'number') continue;
    const entry = recordOf(value);
    const want = {
      cid: cidIn(entry.bytes(1)),
      cancel: entry.number(3) === 1,
      onlyHave: entry.number(4) === 1,
      sendDontHave: entry.number(5) === 1,
    };
    pushBounded(wants, want, bitswapLimits.wantsMax);
  }
  return full;
};

const readMessage = (bytes: Uint8Array<ArrayBuffer>): BitswapMessage => {
  const wants: WantEntry[] = [];
  const blocks: SentBlock[] = [];
  const presences: Presence[] = [];
  let full = false;
  for (const { number, value } of fieldsOf(bytes)) {
    if (typeof value === 'number') continue;
    if (number === 1) full = readWantlist(value, wants) || full;
    if (number === 3) {
      const block = recordOf(value);
      const sent = { prefix: cidIn(block.bytes(1)), data: block.bytes(2) ?? new Uint8Array(0) };
      pushBounded(blocks, sent, bitswapLimits.blocksMax);
    }
    if (number === 4) {
      const presence = recordOf(value);
      const said = { cid: cidIn(presence.bytes(1)), has: presence.number(2) === 0 };
      pushBounded(presences, said, bitswapLimits.presencesMax);
    }
  }
  return { wants, full, blocks, presences };
};

/** One message without its length. Byte fields are views of `bytes`. */
export const decodeBitswap = (bytes: Uint8Array<ArrayBuffer>): Result<BitswapMessage, BitswapFault> => {
  try {
    return ok(readMessage(bytes));
  } catch (cause) {
    if (cause instanceof FormFault) return err({ type: 'bitswap-form' });
    if (cause instanceof TooMany) return err({ type: 'bitswap-too-many' });
    throw cause;
  }
};
