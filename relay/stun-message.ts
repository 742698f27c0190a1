// STUN Binding (RFC 8489, and 5389 before it) as bytes: enough of it to tell somebody from which address and port his
// datagram came, and to read that answer. Pure. Nothing is answered but a plain Binding request: no credentials, no
// ICE checks, no indications, and no errors, so that a datagram that is not meant for us costs the network nothing.
// Bound: requests of 548 bytes, the largest datagram that needs no path discovery on IPv4 (RFC 8489, section 6.1).

import { isIPv4, isIPv6 } from 'node:net';
import { crc32 } from 'node:zlib';

const headerBytes = 20;
const requestBytesMax = 548;
const magicCookie = 0x2112a442;
const bindingRequest = 0x0001;
const bindingSuccess = 0x0101;
const xorMappedAddress = 0x0020;
const fingerprint = 0x8028;
/** A fingerprint is the CRC-32 of what stands before it, XORed with "STUN" (RFC 8489, section 14.7). */
const fingerprintXor = 0x5354554e;
const fingerprintBytes = 8;
/** Attributes below 0x8000 must be understood by whoever answers; of these a plain server understands none. */
const comprehensionOptional = 0x8000;

export interface SocketAddress {
  readonly address: string;
  readonly port: number;
}

export interface StunMessage {
  readonly type: number;
  /** 12 bytes */
  readonly transaction: Buffer;
  readonly attributes: ReadonlyMap<number, Buffer>;
  readonly hasFingerprint: boolean;
}

const fingerprintOf = (before: Buffer): number => (crc32(before) ^ fingerprintXor) >>> 0;

const readAttributes = (datagram: Buffer): ReadonlyMap<number, Buffer> | undefined => {
  const attributes = new Map<number, Buffer>();
  let at = headerBytes;
  while (at < datagram.length) {
    if (at + 4 > datagram.length || attributes.has(fingerprint)) return undefined; // a fingerprint is the last
    const type = datagram.readUInt16BE(at);
    const length = datagram.readUInt16BE(at + 2);
    const value = datagram.subarray(at + 4, at + 4 + length);
    if (value.length !== length) return undefined;
    // of an attribute that appears twice the first counts
    if (!attributes.has(type)) attributes.set(type, value);
    at += 4 + Math.ceil(length / 4) * 4;
  }
  return at === datagram.length ? attributes : undefined;
};

/** A whole STUN message whose fingerprint, if there is one, is right; `undefined` for anything else. */
export const readStun = (datagram: Buffer): StunMessage | undefined => {
  if (datagram.length < headerBytes || datagram.length > requestBytesMax) return undefined;
  const type = datagram.readUInt16BE(0);
  const length = datagram.readUInt16BE(2);
  if (type >= 0x4000 || length % 4 !== 0 || length !== datagram.length - headerBytes) return undefined;
  if (datagram.readUInt32BE(4) !== magicCookie) return undefined;
  const attributes = readAttributes(datagram);
  const said = attributes?.get(fingerprint);
  if (attributes === undefined || (said !== undefined && said.length !== 4)) return undefined;
  const isForged = said?.readUInt32BE(0) !== fingerprintOf(datagram.subarray(0, datagram.length - fingerprintBytes));
  if (said !== undefined && isForged) return undefined;
  const transaction = datagram.subarray(8, headerBytes);
  return { type, transaction, attributes, hasFingerprint: said !== undefined };
};

/** True for what a plain STUN server answers: a Binding request without anything that it would have to understand. */
export const isPlainBinding = ({ type, attributes }: StunMessage): boolean =>
  type === bindingRequest && [...attributes.keys()].every((attribute) => attribute >= comprehensionOptional);

const ip4Bytes = (address: string): Buffer => Buffer.from(address.split('.').map(Number));

const ip6Bytes = (address: string): Buffer => {
  const plain = address.replace(/%.*$/, '').replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (text) => {
    const bytes = ip4Bytes(text);
    return `${bytes.readUInt16BE(0).toString(16)}:${bytes.readUInt16BE(2).toString(16)}`;
  });
  const [head = '', tail] = plain.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = [...front, ...Array.from({ length: 8 - front.length - back.length }, () => '0'), ...back];
  const bytes = Buffer.alloc(16);
  groups.forEach((group, i) => bytes.writeUInt16BE(Number.parseInt(group, 16), 2 * i));
  return bytes;
};

/** The address XORed with the magic cookie and, for IPv6, the transaction (RFC 8489, section 14.2). */
const xorBytes = (bytes: Buffer, transaction: Buffer): Buffer => {
  const key = Buffer.alloc(16);
  key.writeUInt32BE(magicCookie, 0);
  transaction.copy(key, 4);
  return Buffer.from(bytes.map((byte, i) => byte ^ (key[i] ?? 0)));
};

const header = (type: number, bodyBytes: number, transaction: Buffer): Buffer => {
  const bytes = Buffer.alloc(headerBytes);
  bytes.writeUInt16BE(type, 0);
  bytes.writeUInt16BE(bodyBytes, 2);
  bytes.writeUInt32BE(magicCookie, 4);
  transaction.copy(bytes, 8);
  return bytes;
};

const attribute = (type: number, value: Buffer): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
};

/**
 * The answer to a plain Binding: where it came from, 32 bytes on IPv4 and 44 on IPv6 (a request has at least 20), and 8
 * more where the request carried a fingerprint. `undefined` if `from` is no address.
 */
export const answerBinding = (request: StunMessage, from: SocketAddress): Buffer | undefined => {
  const isIp4 = isIPv4(from.address);
  if (!isIp4 && !isIPv6(from.address)) return undefined;
  const address = isIp4 ? ip4Bytes(from.address) : ip6Bytes(from.address);
  const front = Buffer.alloc(4);
  front.writeUInt16BE(isIp4 ? 1 : 2, 0);
  front.writeUInt16BE(from.port ^ (magicCookie >>> 16), 2);
  const mapped = attribute(xorMappedAddress, Buffer.concat([front, xorBytes(address, request.transaction)]));
  const bodyBytes = mapped.length + (request.hasFingerprint ? fingerprintBytes : 0);
  const answer = Buffer.concat([header(bindingSuccess, bodyBytes, request.transaction), mapped]);
  if (!request.hasFingerprint) return answer;
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(fingerprintOf(answer), 0);
  return Buffer.concat([answer, attribute(fingerprint, crc)]);
};

/** A plain Binding request, for clients and tests. */
export const bindingOf = (transaction: Buffer): Buffer => header(bindingRequest, 0, transaction);

const ip6Text = (bytes: Buffer): string =>
  Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(2 * i).toString(16)).join(':');

/** What a Binding success tells: our address as the server sees it; `undefined` if the message tells none. */
export const mappedAddressOf = ({ type, transaction, attributes }: StunMessage): SocketAddress | undefined => {
  const value = attributes.get(xorMappedAddress);
  if (type !== bindingSuccess || value === undefined) return undefined;
  const family = value[1];
  if (!(family === 1 && value.length === 8) && !(family === 2 && value.length === 20)) return undefined;
  const bytes = xorBytes(value.subarray(4), transaction);
  const port = value.readUInt16BE(2) ^ (magicCookie >>> 16);
  return { address: family === 1 ? bytes.join('.') : ip6Text(bytes), port };
};
