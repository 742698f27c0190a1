// Certificates of WebRTC-direct: well formed, kept for the owner only, and changed so that old addresses live on.

import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { certificatesAt, hashesOf, openDirectCertificates } from './direct-certificates.ts';
import { certificateHash, makeSelfSigned } from './self-signed-certificate.ts';

const dayMs = 86_400_000;
const nowMs = Date.UTC(2026, 10, 21);
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tabchain-direct-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

test('a certificate is what OpenSSL takes for one: signed by its own key, on P-256, with its dates', () => {
  const { certificate, key, notAfter } = makeSelfSigned(nowMs, 540);
  const parsed = new X509Certificate(certificate);
  expect(parsed.verify(parsed.publicKey)).toBe(true);
  expect(parsed.checkPrivateKey(createPrivateKey(key))).toBe(true);
  expect(parsed.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
  expect(parsed.subject).toBe('CN=tabchain relay');
  expect(new Date(parsed.validFrom).getTime()).toBe(nowMs - dayMs);
  expect(new Date(parsed.validTo).getTime()).toBe(notAfter);
  expect(notAfter).toBe(nowMs + 540 * dayMs);
});

test('dates from 2050 on are written so that they are read right', () => {
  const { certificate } = makeSelfSigned(Date.UTC(2049, 11, 1), 540);
  expect(new Date(new X509Certificate(certificate).validTo).getUTCFullYear()).toBe(2051);
});

test('its hash is the multihash of its bytes, as multiaddrs have it', () => {
  const { certificate } = makeSelfSigned(nowMs, 1);
  const digest = createHash('sha256').update(new X509Certificate(certificate).raw).digest();
  const hash = certificateHash(certificate);
  expect(hash[0]).toBe('u');
  expect(Buffer.from(hash.slice(1), 'base64url')).toEqual(Buffer.concat([Buffer.from([0x12, 0x20]), digest]));
});

test('an address lives over one change: next becomes current, and a new one follows', () => {
  const first = certificatesAt(undefined, nowMs);
  expect(certificatesAt(first, first.changeAt - 1)).toBe(first);
  const second = certificatesAt(first, first.changeAt);
  expect(second.current).toBe(first.next);
  expect(hashesOf(second)).toContain(hashesOf(first)[1]);
  expect(new Set([...hashesOf(first), ...hashesOf(second)]).size).toBe(3);
  for (const { current, changeAt } of [first, second]) expect(current.notAfter).toBeGreaterThan(changeAt);
});

test('after years in a drawer both are new', () => {
  const first = certificatesAt(undefined, nowMs);
  const later = certificatesAt(first, nowMs + 1_000 * dayMs);
  expect(new Set([...hashesOf(first), ...hashesOf(later)]).size).toBe(4);
});

test('they are kept, for their owner only; a damaged file is replaced', async () => {
  const first = await openDirectCertificates(folder, nowMs);
  expect(await openDirectCertificates(folder, nowMs + dayMs)).toEqual(first);
  const path = join(folder, 'webrtc.json');
  if (process.platform !== 'win32') expect((await stat(path)).mode & 0o077).toBe(0);
  await writeFile(path, '{"current":1}');
  const other = await openDirectCertificates(folder, nowMs);
  expect(hashesOf(other)).not.toEqual(hashesOf(first));
  expect(await openDirectCertificates(folder, nowMs)).toEqual(other);
});
