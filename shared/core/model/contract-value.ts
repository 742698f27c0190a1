// The values that contracts take, keep, give and emit: what JSON has, whole numbers only, and beside it bigint and bytes.
// One canonical form in bytes (docs/contracts.md): a tag, then the content; text behind a 16-bit length; whole numbers
// and bigints as sign and magnitude without leading zeros; an object's keys in ascending order of their UTF-16 units.
// Bounded: sixteen levels, bigints of 1,024 bits, 65,535 items, and the whole in at most the bytes that the caller says.

import {
  createReader,
  createWriter,
  type DecodeFault,
  err,
  ok,
  type Reader,
  type Result,
  type Writer,
} from '../bytes/index.ts';

export type ContractValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly ContractValue[]
  | { readonly [key: string]: ContractValue };

export interface ContractValueFault {
  readonly type: 'value-unfit';
  /** what about it cannot be carried */
  readonly what: string;
}

const levelsMax = 16;
const bigintBytesMax = 128;
const itemsMax = 0xffff;
const textBytesMax = 0xffff;

const tags = {
  null: 0,
  false: 1,
  true: 2,
  whole: 3,
  negative: 4,
  bigint: 5,
  negativeBigint: 6,
  text: 7,
  bytes: 8,
  list: 9,
  object: 10,
} as const;

/** Ends an encoding, as the writer itself does for lengths above 16 bits; given back as a fault. */
const unfit = (what: string): RangeError => new RangeError(what);

/** Big-endian without leading zeros; none for 0. */
export const magnitudeOf = (value: bigint): Uint8Array => {
  const digits = value === 0n ? '' : value.toString(16);
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return Uint8Array.from({ length: even.length / 2 }, (_, i) => Number.parseInt(even.slice(2 * i, 2 * i + 2), 16));
};

const writeMagnitude = (writer: Writer, value: bigint): void => {
  const bytes = magnitudeOf(value);
  if (bytes.length > bigintBytesMax) throw unfit('a bigint of more than 1024 bits');
  writer.bytes8(bytes);
};

const writeText = (writer: Writer, text: string): void => {
  if (/\p{Cs}/u.test(text)) throw unfit('text with half a surrogate pair');
  if (text.length > textBytesMax) throw unfit('text of more than 65535 bytes');
  writer.text(text);
};

const writeObject = (writer: Writer, value: { readonly [key: string]: ContractValue }, level: number): void => {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw unfit('an object of a class');
  const keys = Object.keys(value).filter((key) => value[key] !== undefined);
  writer.u8(tags.object).u16(count(keys.length));
  for (const key of keys.sort((a, b) => (a < b ? -1 : 1))) {
    if (key === '__proto__') throw unfit('a key __proto__');
    writeText(writer, key);
    write(writer, value[key] ?? null, level + 1);
  }
};

const count = (items: number): number => {
  if (items > itemsMax) throw unfit('more than 65535 items');
  return items;
};

const write = (writer: Writer, value: ContractValue, level: number): void => {
  if (value === null) writer.u8(tags.null);
  else if (typeof value === 'boolean') writer.u8(value ? tags.true : tags.false);
  else if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw unfit('a number that is no safe integer');
    writeMagnitude(writer.u8(value < 0 ? tags.negative : tags.whole), BigInt(Math.abs(value)));
  } else if (typeof value === 'bigint') {
    writeMagnitude(writer.u8(value < 0n ? tags.negativeBigint : tags.bigint), value < 0n ? -value : value);
  } else if (typeof value === 'string') writeText(writer.u8(tags.text), value);
  else if (typeof value !== 'object') throw unfit(`a ${typeof value}`);
  else if (value instanceof Uint8Array) writer.u8(tags.bytes).bytes16(value);
  else if (level >= levelsMax) throw unfit('more than 16 levels');
  else if (Array.isArray(value)) {
    const items = value as readonly ContractValue[];
    writer.u8(tags.list).u16(count(items.length));
    for (const item of items) write(writer, item, level + 1);
  } else writeObject(writer, value as { readonly [key: string]: ContractValue }, level);
};

/** The canonical bytes, at most `bytesMax`. */
export const encodeContractValue = (value: ContractValue, bytesMax: number): Result<Uint8Array, ContractValueFault> => {
  const writer = createWriter(64);
  try {
    write(writer, value, 0);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return err({ type: 'value-unfit', what: error.message });
  }
  const bytes = writer.finish();
  return bytes.length > bytesMax
    ? err({ type: 'value-unfit', what: `${bytes.length} bytes where ${bytesMax} are allowed` })
    : ok(bytes);
};

const readMagnitude = (reader: Reader): bigint => {
  const bytes = reader.bytes8(bigintBytesMax);
  if (bytes[0] === 0) reader.refuse('a leading zero');
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
};

const readWhole = (reader: Reader, sign: 1 | -1): number => {
  const value = readMagnitude(reader);
  if (value > BigInt(Number.MAX_SAFE_INTEGER) || (sign < 0 && value === 0n)) reader.refuse('a number out of range');
  return reader.failed() ? 0 : sign * Number(value);
};

const readNegative = (reader: Reader): bigint => {
  const value = readMagnitude(reader);
  if (value === 0n) reader.refuse('a negative zero');
  return -value;
};

const readObject = (reader: Reader, level: number): ContractValue => {
  const entries: [string, ContractValue][] = [];
  const length = reader.u16();
  for (let i = 0; i < length && !reader.failed(); i++) {
    const key = reader.text(textBytesMax);
    const last = entries.at(-1)?.[0];
    if (key === '__proto__' || (last !== undefined && last >= key)) reader.refuse('keys out of order');
    entries.push([key, read(reader, level + 1)]);
  }
  return Object.fromEntries(entries);
};

const read = (reader: Reader, level: number): ContractValue => {
  const tag = reader.u8();
  switch (tag) {
    case tags.null:
      return null;
    case tags.false:
      return false;
    case tags.true:
      return true;
    case tags.whole:
      return readWhole(reader, 1);
    case tags.negative:
      return readWhole(reader, -1);
    case tags.bigint:
      return readMagnitude(reader);
    case tags.negativeBigint:
      return readNegative(reader);
    case tags.text:
      return reader.text(textBytesMax);
    case tags.bytes:
      return reader.bytes16(itemsMax);
    default:
      if (tag > tags.object) reader.refuse('an unknown tag');
      else if (level >= levelsMax) reader.refuse('more than 16 levels');
      if (reader.failed()) return null;
      return tag === tags.list
        ? reader.list(reader.u16(), itemsMax, () => read(reader, level + 1))
        : readObject(reader, level);
  }
};

export const decodeContractValue = (bytes: Uint8Array): Result<ContractValue, DecodeFault> => {
  const reader = createReader(bytes);
  return reader.finish(read(reader, 0));
};
