// Self-signed X.509 certificates (RFC 5280) on P-256 for WebRTC-direct, where nobody asks who signed: the peer compares
// the certificate's hash with the one in the multiaddr. Written as DER by hand, because it is forty lines and a library
// for it is forty thousand.

import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

export interface SelfSigned {
  /** PEM */
  readonly certificate: string;
  /** PEM, PKCS #8 */
  readonly key: string;
  /** ms since 1970 */
  readonly notAfter: number;
}

const tags = {
  integer: 0x02,
  bitString: 0x03,
  oid: 0x06,
  utf8: 0x0c,
  shortTime: 0x17,
  time: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;
const explicitVersion = 0xa0;
/** ecdsa-with-SHA256, 1.2.840.10045.4.3.2 (RFC 5758), and the attribute commonName, 2.5.4.3 (RFC 5280) */
const ecdsaWithSha256 = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
const commonName = [0x55, 0x04, 0x03];

const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const { length } = body;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), body]);
};

/** In seconds; RFC 5280 wants years of two digits (UTCTime) before 2050 and of four (GeneralizedTime) from then on. */
const time = (ms: number): Buffer => {
  const text = `${new Date(ms).toISOString().replace(/[-:T]|\.\d+Z/g, '')}Z`;
  return text < '2050' ? der(tags.shortTime, Buffer.from(text.slice(2))) : der(tags.time, Buffer.from(text));
};

const name = (text: string): Buffer => {
  const attribute = der(tags.sequence, der(tags.oid, Buffer.from(commonName)), der(tags.utf8, Buffer.from(text)));
  return der(tags.sequence, der(tags.set, attribute));
};

const pem = (label: string, bytes: Buffer): string => {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
};

/** A fresh key and its certificate, valid from a day before `nowMs` (clocks differ) for `days`. */
export const makeSelfSigned = (nowMs: number, days: number): SelfSigned => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const dayMs = 86_400_000;
  const notAfter = nowMs + days * dayMs;
  const algorithm = der(tags.sequence, der(tags.oid, Buffer.from(ecdsaWithSha256)));
  const who = name('tabchain relay');
  // positive, and never with a leading zero byte
  const serial = Buffer.concat([Buffer.from([0x40]), randomBytes(15)]);
  const toSign = der(
    tags.sequence,
    der(explicitVersion, der(tags.integer, Buffer.from([2]))),
    der(tags.integer, serial),
    algorithm,
    who,
    der(tags.sequence, time(nowMs - dayMs), time(notAfter)),
    who,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', toSign, privateKey);
  const certificate = der(tags.sequence, toSign, algorithm, der(tags.bitString, Buffer.from([0]), signature));
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
  return { certificate: pem('CERTIFICATE', certificate), key: key.toString(), notAfter };
};

/** The hash of a certificate as multiaddrs have it: multibase base64url (`u`) of the multihash of SHA-256 of its DER. */
export const certificateHash = (certificate: string): string => {
  const bytes = Buffer.from(certificate.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  const multihash = Buffer.concat([Buffer.from([0x12, 0x20]), createHash('sha256').update(bytes).digest()]);
  return `u${multihash.toString('base64url')}`;
};
