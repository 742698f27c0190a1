// The vault's form byte by byte, its faults, and its bounds.

import { describe, expect, it } from 'vitest';
import { concatBytes, toHex } from '../bytes/index.ts';
import { sha256 } from '../crypto/index.ts';
import type { StretchedKey } from './passphrase.ts';
import { openVault, readVault, type SealedVault, sealVault, type VaultContents, vaultBytesMax } from './vault.ts';

const stretched: StretchedKey = {
  parameters: { memoryKib: 65_536, passes: 3, lanes: 1 },
  salt: new Uint8Array(16).fill(0x5a),
  key: new Uint8Array(32).fill(0x11),
};
const nonce = new Uint8Array(24).fill(0x2c);
const publicKey = new Uint8Array(32).fill(0xaa);
const contents: VaultContents = {
  entropy: Uint8Array.from({ length: 16 }, (_, i) => i),
  entries: [
    { index: 0, label: '' },
    { index: 1, label: 'Jürgen’s savings' },
    { index: 7, label: '金' },
  ],
};
const vault = sealVault(contents, publicKey, stretched, nonce);

/** The vault's bytes with `change` made and the checksum put right again: what a forger can do. */
const forged = (change: (body: Uint8Array) => void): Uint8Array => {
  const body = vault.bytes.slice(0, -8);
  change(body);
  return concatBytes(body, sha256(body).slice(0, 8));
};

const read = (bytes: Uint8Array): SealedVault => {
  const result = readVault(bytes);
  if (!result.ok) throw new Error(result.error.type);
  return result.value;
};

describe('sealVault and openVault', () => {
  it('give back what was put in, with nothing of it to be seen', () => {
    expect(readVault(vault.bytes)).toEqual({ ok: true, value: vault });
    expect(openVault(read(vault.bytes), stretched.key)).toEqual({ ok: true, value: contents });
    expect(toHex(vault.bytes)).not.toContain(toHex(contents.entropy));
    expect(toHex(vault.bytes)).not.toContain(toHex(new TextEncoder().encode('savings')));
  });

  it('lay the bytes out as the protocol says', () => {
    // magic, version, memory, passes, lanes, salt, nonce, public key, ciphertext's length
    const header = `${toHex(new TextEncoder().encode('tabvault'))}01000100000301${'5a'.repeat(16)}${'2c'.repeat(24)}${'aa'.repeat(32)}`;
    expect(toHex(vault.bytes.slice(0, 87))).toBe(header);
    const entriesLength = 2 + 3 * 6 + new TextEncoder().encode('Jürgen’s savings金').length;
    expect(vault.ciphertext).toHaveLength(1 + 16 + entriesLength + 16);
    expect(vault.bytes).toHaveLength(87 + 2 + vault.ciphertext.length + 8);
    expect(toHex(sha256(vault.bytes))).toBe('f5c1ae06287fa85562e60dd18ef0725655916f6d09110af3e878f3fd9228e3cc');
  });

  it('know a wrong passphrase', () => {
    expect(openVault(vault, new Uint8Array(32))).toEqual({ ok: false, error: { type: 'passphrase-wrong' } });
  });

  it('throw on what only our own bug can hand them', () => {
    const costs = { ...stretched, parameters: { memoryKib: 262_145, passes: 3, lanes: 1 } };
    expect(() => sealVault(contents, publicKey, costs, nonce)).toThrow(RangeError);
    expect(() => sealVault({ ...contents, entropy: new Uint8Array(15) }, publicKey, stretched, nonce)).toThrow(
      RangeError,
    );
    expect(() => sealVault(contents, publicKey, stretched, nonce.subarray(1))).toThrow(RangeError);
    expect(() => openVault(vault, new Uint8Array(31))).toThrow(RangeError);
  });
});

describe('readVault', () => {
  it('refuses what is no vault', () => {
    for (const bytes of [
      new Uint8Array(),
      new TextEncoder().encode('{"version":3,"crypto":{}}'),
      new Uint8Array(500),
    ]) {
      expect(readVault(bytes)).toMatchObject({ ok: false, error: { type: 'backup-unreadable' } });
    }
  });

  it('refuses a vault cut short anywhere, and one with more behind it', () => {
    for (let length = 0; length < vault.bytes.length; length++) {
      const result = readVault(vault.bytes.slice(0, length));
      expect(result, String(length)).toMatchObject({ ok: false, error: { type: 'backup-unreadable' } });
    }
    const longer = concatBytes(vault.bytes, Uint8Array.of(0));
    expect(readVault(longer)).toMatchObject({ ok: false, error: { type: 'backup-unreadable' } });
  });

  it('names a version it does not know', () => {
    const later = forged((body) => body.set([2], 8));
    expect(readVault(later)).toEqual({ ok: false, error: { type: 'backup-version', version: 2 } });
  });

  it('refuses unbearable or senseless costs, though the checksum be right', () => {
    const costs = (memoryKib: number, passes: number, lanes: number): Uint8Array =>
      forged((body) => {
        new DataView(body.buffer).setUint32(9, memoryKib);
        body.set([passes, lanes], 13);
      });
    for (const [memoryKib, passes, lanes] of [
      [262_145, 3, 1],
      [0xffffffff, 3, 1],
      [7, 3, 1],
      [31, 3, 4],
      [65_536, 11, 1],
      [65_536, 0, 1],
      [65_536, 3, 0],
      [65_536, 3, 5],
    ] as const) {
      const result = readVault(costs(memoryKib, passes, lanes));
      expect(result, `${memoryKib} ${passes} ${lanes}`).toMatchObject({
        ok: false,
        error: { type: 'backup-unreadable' },
      });
    }
    for (const [memoryKib, passes, lanes] of [
      [262_144, 10, 4],
      [8, 1, 1],
    ] as const) {
      expect(read(costs(memoryKib, passes, lanes)).parameters).toEqual({ memoryKib, passes, lanes });
    }
  });

  it('holds the longest vault that can be, and none longer', () => {
    const entries = Array.from({ length: 64 }, (_, i) => ({ index: i, label: 'x'.repeat(64) }));
    const longest = sealVault({ entropy: new Uint8Array(32), entries }, publicKey, stretched, nonce);
    expect(longest.bytes).toHaveLength(vaultBytesMax);
    expect(openVault(read(longest.bytes), stretched.key)).toMatchObject({ ok: true, value: { entries } });
    expect(readVault(new Uint8Array(vaultBytesMax + 1))).toMatchObject({ ok: false, error: { what: 'too long' } });
  });
});

describe('a forged header', () => {
  it('does not open, wherever it was changed', () => {
    const changes: readonly (readonly [string, number])[] = [
      ['memory', 12],
      ['passes', 13],
      ['salt', 15],
      ['nonce', 31],
      ['public key', 55],
      ['ciphertext', 89],
    ];
    for (const [what, at] of changes) {
      const sealed = read(forged((body) => body.set([(body[at] ?? 0) ^ 1], at)));
      expect(openVault(sealed, stretched.key), what).toEqual({ ok: false, error: { type: 'passphrase-wrong' } });
    }
  });
});

describe('what was sealed but is no wallet', () => {
  it('is refused after decryption', () => {
    for (const entries of [
      [],
      [{ index: 1, label: '' }],
      [
        { index: 0, label: '' },
        { index: 0, label: 'twice' },
      ],
      [
        { index: 0, label: '' },
        { index: 2 ** 31, label: 'no such account' },
      ],
    ]) {
      const sealed = sealVault({ ...contents, entries }, publicKey, stretched, nonce);
      expect(openVault(sealed, stretched.key)).toMatchObject({ ok: false, error: { type: 'backup-unreadable' } });
    }
  });
});
