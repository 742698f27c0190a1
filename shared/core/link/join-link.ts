// The join link: a network in the part of a page's address that never leaves the browser: `#/join/` and base64url
// (RFC 4648 section 5, no padding) of form ‖ check ‖ body (docs/protocol/network.md). The check is a hash of form and body, so a
// link with a changed letter joins nothing. The body has the whole spec, or, where that would make a link too long for a
// QR code, the chain id alone: then the spec is fetched from peers, and only one with that id is taken.
// Bounds: `specBytesMax`, `relaysMax` addresses, the length of the text (the caller's).

import { base58, base64urlnopad } from '@scure/base';
import {
  createReader,
  createWriter,
  equalBytes,
  err,
  ok,
  type Reader,
  type Result,
  toHex,
  type Writer,
} from '../bytes/index.ts';
import { type Checkpoint, createGenesis } from '../chain/index.ts';
import { hash } from '../crypto/index.ts';
import {
  bytesOf,
  type ChainSpec,
  checkChainSpec,
  decodeChainSpec,
  encodeChainSpec,
  type Hex32,
} from '../model/index.ts';
import { packBytes, unpackBytes } from './packed-bytes.ts';

export interface JoinLink {
  readonly chainId: Hex32;
  /** `undefined` where the link has the chain id alone */
  readonly spec: ChainSpec | undefined;
  /** multiaddrs of relays, and of nodes that listen */
  readonly relays: readonly string[];
  /** a block that was settled when the link was made */
  readonly checkpoint?: Checkpoint | undefined;
}

export type JoinLinkFault =
  | { readonly type: 'link-unreadable'; readonly what: string }
  /** `path` as in a spec, `expected` is what is allowed there */
  | { readonly type: 'link-spec'; readonly path: string; readonly expected: string };

export const relaysMax = 16;
/** Longer ones are hard to scan, and cut off by some messengers. */
const linkCharsWanted = 1000;
/** 4,096 allocations and 256 stakes of 40 bytes, and the rest of a spec */
const specBytesMax = 256 * 1024;
const relayCharsMax = 512;
const marker = '#/join/';
const forms = { spec: 1, chainId: 2 } as const;
/** the first byte of links of earlier versions, which were JSON */
const openingBrace = 0x7b;
const checkBytes = 6;
/** an ed25519 key as a peer id: an identity multihash of a protobuf with the key */
const peerIdPrefix = Uint8Array.of(0x00, 0x24, 0x08, 0x01, 0x12, 0x20);

const encoder = new TextEncoder();

/** The relays of a list from outside: texts of bearable length, each once. */
export const relaysOf = (value: unknown): readonly string[] => {
  if (!Array.isArray(value)) return [];
  const isBearable = (relay: unknown): relay is string =>
    typeof relay === 'string' && relay !== '' && encoder.encode(relay).length <= relayCharsMax;
  return [...new Set(value.filter(isBearable))].slice(0, relaysMax);
};

/** The key behind a peer id, 32 bytes; nothing for ids of another kind. */
const keyOfPeer = (peerId: string): Uint8Array | undefined => {
  try {
    const bytes = base58.decode(peerId);
    const isKey = bytes.length === 38 && equalBytes(bytes.subarray(0, 6), peerIdPrefix);
    return isKey ? bytes.subarray(6) : undefined;
  } catch {
    return undefined; // base58 says by throwing that a letter is none of its own
  }
};

const peerOfKey = (key: Uint8Array): string => base58.encode(Uint8Array.of(...peerIdPrefix, ...key));

/** An address, cut where its last peer id begins: many addresses of one relay share it. */
const splitAddress = (address: string): { readonly before: string; readonly key: Uint8Array | undefined } => {
  const at = address.lastIndexOf('/p2p/');
  const key = at < 0 ? undefined : keyOfPeer(address.slice(at + '/p2p/'.length));
  return key === undefined ? { before: address, key } : { before: address.slice(0, at), key };
};

const writeRelays = (writer: Writer, relays: readonly string[]): void => {
  const groups = new Map<string, { readonly key: Uint8Array | undefined; readonly texts: string[] }>();
  for (const relay of relays) {
    const { before, key } = splitAddress(relay);
    const name = key === undefined ? '' : toHex(key);
    const group = groups.get(name) ?? { key, texts: [] };
    group.texts.push(before);
    groups.set(name, group);
  }
  writer.u8(groups.size);
  for (const { key, texts } of groups.values()) {
    writer.u8(key === undefined ? 0 : 1);
    if (key !== undefined) writer.fixed(key, 32);
    writer.u8(texts.length);
    for (const text of texts) writer.text(text);
  }
};

const readRelays = (reader: Reader): readonly string[] => {
  const groups = reader.list(reader.u8(), relaysMax, () => {
    const flag = reader.u8();
    if (flag > 1) reader.refuse('a flag above 1');
    const ending = flag === 1 ? `/p2p/${peerOfKey(reader.fixed(32))}` : '';
    return reader.list(reader.u8(), relaysMax, () => `${reader.text(relayCharsMax)}${ending}`);
  });
  return relaysOf(groups.flat());
};

const weightLimit = 1n << 256n;

const writeCheckpoint = (writer: Writer, checkpoint: Checkpoint | undefined): void => {
  writer.u8(checkpoint === undefined ? 0 : 1);
  if (checkpoint === undefined) return;
  const { height, id, weight } = checkpoint;
  const digits = weight.toString(16);
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  writer
    .uint(height)
    .fixed(bytesOf(id), 32)
    .bytes8(Uint8Array.from(even.match(/../gu) ?? [], (pair) => parseInt(pair, 16)));
};

const readCheckpoint = (reader: Reader): Checkpoint | undefined => {
  const flag = reader.u8();
  if (flag > 1) reader.refuse('a flag above 1');
  if (flag !== 1) return undefined;
  const height = reader.uint();
  const id = reader.hex(32);
  const weightBytes = reader.bytes8(32);
  const weight = weightBytes.length === 0 ? 0n : BigInt(`0x${toHex(weightBytes)}`);
  if (height < 1 || weight < 1n || weight >= weightLimit || weightBytes[0] === 0)
    reader.refuse('a settled block of no right form');
  return { height, id, weight };
};

const checkOf = (form: number, body: Uint8Array): Uint8Array =>
  hash('join-link', Uint8Array.of(form), body).subarray(0, checkBytes);

const textOfLink = (
  form: number,
  network: (writer: Writer) => void,
  link: Omit<JoinLink, 'spec' | 'chainId'>,
): string => {
  const writer = createWriter(512);
  network(writer);
  writeRelays(writer, relaysOf(link.relays));
  writeCheckpoint(writer, link.checkpoint);
  const body = writer.finish();
  return base64urlnopad.encode(
    createWriter(body.length + 7)
      .u8(form)
      .fixed(checkOf(form, body), checkBytes)
      .raw(body)
      .finish(),
  );
};

/**
 * `pageUrl` is the address of the page without its hash; empty gives a link relative to any page. Above `charsMax` the link
 * has the chain id in the place of the spec.
 */
export const formatJoinLink = (
  pageUrl: string,
  link: Omit<JoinLink, 'spec' | 'chainId'> & { readonly spec: ChainSpec },
  charsMax = linkCharsWanted,
): string => {
  const { spec } = link;
  const packed = packBytes(encodeChainSpec(spec));
  const whole = `${pageUrl}${marker}${textOfLink(forms.spec, (writer) => writer.bytes32(packed), link)}`;
  if (whole.length <= charsMax) return whole;
  const { chainId } = createGenesis(spec);
  return `${pageUrl}${marker}${textOfLink(forms.chainId, (writer) => writer.fixed(bytesOf(chainId), 32), link)}`;
};

const unreadable = (what: string): Result<never, JoinLinkFault> => err({ type: 'link-unreadable', what });
const changed = 'it is cut short, or letters of it were changed';

/** Reads the bytes of a spec from a stranger. Faults: `link-unreadable`, `link-spec`. */
export const readSpec = (bytes: Uint8Array): Result<ChainSpec, JoinLinkFault> => {
  const spec = bytes.length > specBytesMax ? undefined : decodeChainSpec(bytes);
  if (spec?.ok !== true) return unreadable('the network in it has no right form');
  const checked = checkChainSpec(spec.value);
  if (!checked.ok) return err({ type: 'link-spec', path: checked.error.path, expected: checked.error.expected });
  return checked;
};

const readSpecForm = (packed: Uint8Array): Result<Pick<JoinLink, 'chainId' | 'spec'>, JoinLinkFault> => {
  const bytes = unpackBytes(packed, specBytesMax);
  if (bytes === undefined) return unreadable('the network in it has no right form');
  const spec = readSpec(bytes);
  return spec.ok ? ok({ spec: spec.value, chainId: createGenesis(spec.value).chainId }) : spec;
};

const bytesOfText = (text: string): Uint8Array | undefined => {
  try {
    return base64urlnopad.decode(text);
  } catch {
    return undefined; // wrong letters, and bits that no link has, are told by throwing
  }
};

const readBody = (form: number, body: Uint8Array): Result<JoinLink, JoinLinkFault> => {
  const reader = createReader(body);
  const packed = form === forms.spec ? reader.bytes32(specBytesMax * 2) : undefined;
  const id = packed === undefined ? reader.hex(32) : '';
  const ways = { relays: readRelays(reader), checkpoint: readCheckpoint(reader) };
  const read = reader.finish(ways);
  if (!read.ok) return unreadable('it has a field of no right form');
  const { relays, checkpoint } = read.value;
  const network = packed === undefined ? ok({ chainId: id, spec: undefined }) : readSpecForm(packed);
  if (!network.ok) return network;
  return ok({ ...network.value, relays, ...(checkpoint === undefined ? {} : { checkpoint }) });
};

/** Not by a pattern: one that looks for `=` up to the end looks again from each of a long row of them. */
const withoutPadding = (text: string): string => {
  let end = text.length;
  while (text.charAt(end - 1) === '=') end--;
  return text.slice(0, end);
};

/** Takes a whole link or what follows `#/join/`, and forgives white space and padding that came in on the way. */
export const parseJoinLink = (link: string): Result<JoinLink, JoinLinkFault> => {
  const compact = link.replace(/\s+/gu, '');
  const at = compact.indexOf(marker);
  const part = withoutPadding(at < 0 ? compact : compact.slice(at + marker.length));
  if (part === '') return unreadable('nothing follows #/join/');
  const bytes = bytesOfText(part);
  if (bytes === undefined) return unreadable(/^https?:/u.test(part) ? 'it has no #/join/ in it' : changed);
  const form = bytes[0] ?? 0;
  if (form === openingBrace) return unreadable('an older version of Tabchain made it; ask for a new one');
  const isWhole = bytes.length > 1 + checkBytes && (form === forms.spec || form === forms.chainId);
  const body = bytes.subarray(1 + checkBytes);
  if (!isWhole || !equalBytes(bytes.subarray(1, 1 + checkBytes), checkOf(form, body))) return unreadable(changed);
  return readBody(form, body);
};
