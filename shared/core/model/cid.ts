// Content ids: how a file is named by its bytes (CID, multiformats). Binary in transactions, text on screens and in links.
// A strict parser of the few forms that are in use: version 0 (`Qm…`), version 1 in base32 (`b…`) and base58 (`z…`);
// one text goes out, version 1 in lower-case base32. Bounds: 80 bytes, 128 characters, nothing is allocated before.
// Sources: github.com/multiformats/cid, multihash, unsigned-varint (minimal form, at most 9 bytes).

import { base32nopad, base58 } from '@scure/base';
import { concatBytes, err, ok, type Result } from '../bytes/index.ts';
import { payloadLimits } from './payload.ts';

export interface Cid {
  readonly version: 0 | 1;
  /** what the bytes are: 0x55 raw, 0x70 dag-pb */
  readonly codec: number;
  /** how they were hashed: 0x12 SHA-256, 0x13 SHA-512 */
  readonly hash: number;
  readonly digest: Uint8Array;
  /** version 1, whatever version was read */
  readonly bytes: Uint8Array;
}

export type CidFault = {
  readonly type: 'cid-base' | 'cid-version' | 'cid-varint' | 'cid-hash' | 'cid-length';
};

export const cidCodecs = { raw: 0x55, dagPb: 0x70 } as const;
export const cidHashes = { sha256: 0x12, sha512: 0x13 } as const;

/** `z` and 80 bytes in base58 are 111 characters. */
const cidCharsMax = 128;
const version0Bytes = 34;

/** Lengths of the digests that a CID may have here; another hash is refused, because nobody could check its content. */
const digestBytes: Readonly<Record<number, number>> = { [cidHashes.sha256]: 32, [cidHashes.sha512]: 64 };

interface Varint {
  readonly value: number;
  readonly end: number;
}

/** Minimal and below 2^53. */
const readVarint = (bytes: Uint8Array, from: number): Varint | undefined => {
  let value = 0;
  for (let at = from; at < from + 8; at++) {
    const byte = bytes[at];
    if (byte === undefined) return undefined;
    value += (byte & 127) * 2 ** (7 * (at - from));
    if (byte >= 128) continue;
    const isMinimal = byte !== 0 || at === from;
    return isMinimal && Number.isSafeInteger(value) ? { value, end: at + 1 } : undefined;
  }
  return undefined;
};

const varintOf = (value: number): Uint8Array => {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Uint8Array.from([...bytes, rest]);
};

/** The CID of version 1 for a digest. */
export const makeCid = (codec: number, hash: number, digest: Uint8Array): Cid => ({
  version: 1,
  codec,
  hash,
  digest,
  bytes: concatBytes(varintOf(1), varintOf(codec), varintOf(hash), varintOf(digest.length), digest),
});

/** Reads a binary CID of version 1; the whole of `bytes` must be it. */
export const readCid = (bytes: Uint8Array): Result<Cid, CidFault> => {
  if (bytes.length > payloadLimits.cidBytesMax) return err({ type: 'cid-length' });
  const version = readVarint(bytes, 0);
  if (version === undefined) return err({ type: 'cid-varint' });
  if (version.value !== 1) return err({ type: 'cid-version' });
  const codec = readVarint(bytes, version.end);
  const hash = codec === undefined ? undefined : readVarint(bytes, codec.end);
  const length = hash === undefined ? undefined : readVarint(bytes, hash.end);
  if (codec === undefined || hash === undefined || length === undefined) return err({ type: 'cid-varint' });
  if (digestBytes[hash.value] === undefined) return err({ type: 'cid-hash' });
  const digest = bytes.slice(length.end);
  if (digest.length !== length.value || length.value !== digestBytes[hash.value]) return err({ type: 'cid-length' });
  return ok({ version: 1, codec: codec.value, hash: hash.value, digest, bytes: new Uint8Array(bytes) });
};

/** Version 0 is a bare SHA-256 multihash of dag-pb. */
const readVersion0 = (bytes: Uint8Array): Result<Cid, CidFault> => {
  if (bytes.length !== version0Bytes) return err({ type: 'cid-length' });
  if (bytes[0] !== cidHashes.sha256 || bytes[1] !== 32) return err({ type: 'cid-version' });
  return ok({ ...makeCid(cidCodecs.dagPb, cidHashes.sha256, bytes.slice(2)), version: 0 });
};

const decoded = (decode: (text: string) => Uint8Array, text: string): Uint8Array | undefined => {
  try {
    return decode(text);
  } catch {
    return undefined; // the coder offers no other way to learn that a text is none of its
  }
};

/** Reads a CID that a person typed or a link carried. */
export const parseCid = (text: string): Result<Cid, CidFault> => {
  if (text.length > cidCharsMax) return err({ type: 'cid-length' });
  if (text.startsWith('Qm')) {
    const bytes = decoded(base58.decode, text);
    return bytes === undefined ? err({ type: 'cid-base' }) : readVersion0(bytes);
  }
  const digits = text.slice(1);
  const bytes = text.startsWith('b')
    ? digits === digits.toLowerCase()
      ? decoded(base32nopad.decode, digits.toUpperCase())
      : undefined
    : text.startsWith('z')
      ? decoded(base58.decode, digits)
      : undefined;
  return bytes === undefined ? err({ type: 'cid-base' }) : readCid(bytes);
};

/** The one text of a binary CID of version 1. */
export const formatCid = (bytes: Uint8Array): string => `b${base32nopad.encode(bytes).toLowerCase()}`;
