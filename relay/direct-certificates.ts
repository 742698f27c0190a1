// The certificates of WebRTC-direct: the one in use and the one that follows it, kept in the data folder. Both hashes
// are announced, so an address that somebody kept stays good over one change: half a year at least, a year at most.
// Owns webrtc.json.

import { join } from 'node:path';
import { readPrivately, writePrivately } from './data-folder.ts';
import { certificateHash, makeSelfSigned, type SelfSigned } from './self-signed-certificate.ts';

const dayMs = 86_400_000;
const usedForDays = 180;
/** Waiting to be used, in use, and as long again for a machine that was off. */
const validForDays = 3 * usedForDays;

export interface DirectCertificates {
  readonly current: SelfSigned;
  readonly next: SelfSigned;
  /** ms since 1970: from then on `next` is the current one */
  readonly changeAt: number;
}

export const hashesOf = ({ current, next }: DirectCertificates): readonly string[] =>
  [current, next].map(({ certificate }) => certificateHash(certificate));

const isSelfSigned = (value: unknown): value is SelfSigned =>
  typeof value === 'object' &&
  value !== null &&
  ['certificate', 'key'].every((key) => typeof Reflect.get(value, key) === 'string') &&
  'notAfter' in value &&
  typeof value.notAfter === 'number';

const parse = (text: string): DirectCertificates | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('changeAt' in value)) return undefined;
    if (!('current' in value) || !('next' in value) || typeof value.changeAt !== 'number') return undefined;
    const { current, next, changeAt } = value;
    return isSelfSigned(current) && isSelfSigned(next) ? { current, next, changeAt } : undefined;
  } catch {
    return undefined; // a damaged file: new certificates, new addresses
  }
};

/** What holds at `nowMs`: the same, changed once, or after a long time off both new. */
export const certificatesAt = (known: DirectCertificates | undefined, nowMs: number): DirectCertificates => {
  const changeAt = nowMs + usedForDays * dayMs;
  const fresh = (): SelfSigned => makeSelfSigned(nowMs, validForDays);
  if (known === undefined || known.next.notAfter <= changeAt) return { current: fresh(), next: fresh(), changeAt };
  return nowMs < known.changeAt ? known : { current: known.next, next: fresh(), changeAt };
};

/** Reads the certificates, and makes or changes them when it is time. */
export const openDirectCertificates = async (folder: string, nowMs: number): Promise<DirectCertificates> => {
  const path = join(folder, 'webrtc.json');
  const text = await readPrivately(path);
  const known = text === undefined ? undefined : parse(text);
  const now = certificatesAt(known, nowMs);
  if (now !== known) await writePrivately(path, `${JSON.stringify(now, null, 2)}\n`);
  return now;
};
