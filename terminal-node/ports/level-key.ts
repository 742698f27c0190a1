// Keys as LevelDB keeps them: one byte for the table, then the key's UTF-16 code units, each in the form that UTF-8 gives
// to its number (CESU-8, https://www.unicode.org/reports/tr26/). LevelDB orders by bytes, and so these are in the order
// of the port; plain UTF-8 would put what needs two code units after what needs one. ASCII stays one byte a character.
// Bounds: as long as the key, three bytes a code unit at most.

import type { StoreTable } from '../../shared/core/node/index.ts';

/** In the order of no matter; a number once given stays. */
const tableBytes: Readonly<Record<StoreTable, number>> = {
  header: 0x10,
  body: 0x11,
  undo: 0x12,
  snapshot: 0x13,
  meta: 0x14,
  index: 0x15,
};

const surrogate = /[\uD800-\uDFFF]/;

const writeUnits = (key: string): Uint8Array => {
  const bytes: number[] = [];
  for (let at = 0; at < key.length; at++) {
    const unit = key.charCodeAt(at);
    if (unit < 0x80) bytes.push(unit);
    else if (unit < 0x800) bytes.push(0xc0 | (unit >> 6), 0x80 | (unit & 63));
    else bytes.push(0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 63), 0x80 | (unit & 63));
  }
  return Uint8Array.from(bytes);
};

/** Where there are no surrogates, CESU-8 is UTF-8. */
export const levelKey = (table: StoreTable, key: string): Uint8Array => {
  const units = surrogate.test(key) ? writeUnits(key) : Buffer.from(key, 'utf8');
  const bytes = new Uint8Array(1 + units.length);
  bytes[0] = tableBytes[table];
  bytes.set(units, 1);
  return bytes;
};

/** Greater than all keys of the table, smaller than those of the next. */
export const levelKeyEnd = (table: StoreTable): Uint8Array => Uint8Array.of(tableBytes[table] + 1);

const readUnits = (bytes: Uint8Array): string => {
  let key = '';
  for (let at = 1; at < bytes.length; at++) {
    const first = bytes[at] ?? 0;
    const more = first < 0x80 ? 0 : first < 0xe0 ? 1 : 2;
    let unit = first < 0x80 ? first : first < 0xe0 ? first & 31 : first & 15;
    for (let i = 0; i < more; i++) unit = (unit << 6) | ((bytes[++at] ?? 0) & 63);
    key += String.fromCharCode(unit);
  }
  return key;
};

/** The key behind bytes that `levelKey` made. */
export const keyOfLevel = (bytes: Uint8Array): string =>
  bytes.every((byte) => byte < 0x80) ? String.fromCharCode(...bytes.subarray(1)) : readUnits(bytes);
