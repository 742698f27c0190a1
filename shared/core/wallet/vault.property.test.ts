// What holds for every vault and every damage: round trips are exact, and no change of a byte or of a character of the
// backup opens as anything or throws.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { concatBytes } from '../bytes/index.ts';
import { sha256 } from '../crypto/index.ts';
import { formatBackup, parseBackup } from './backup.ts';
import { openVault, readVault, type SealedVault, sealVault } from './vault.ts';

const exactly = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });
/** 16 graphemes of at most 4 bytes each fit the 64 bytes of a label. */
const label = fc.string({ unit: 'binary', maxLength: 16 });
const entries = fc
  .tuple(
    label,
    fc.uniqueArray(fc.record({ index: fc.integer({ min: 1, max: 2 ** 31 - 1 }), label }), {
      maxLength: 20,
      selector: ({ index }) => index,
    }),
  )
  .map(([first, rest]) => [{ index: 0, label: first }, ...rest.toSorted((a, b) => a.index - b.index)]);
const stretched = fc.record({
  parameters: fc.record({
    memoryKib: fc.integer({ min: 32, max: 262_144 }),
    passes: fc.integer({ min: 1, max: 10 }),
    lanes: fc.integer({ min: 1, max: 4 }),
  }),
  salt: exactly(16),
  key: exactly(32),
});
const contents = fc.record({ entropy: fc.constantFrom(16, 20, 24, 28, 32).chain(exactly), entries });
const sealing = fc.tuple(contents, exactly(32), stretched, exactly(24));

const sample: SealedVault = sealVault(
  { entropy: new Uint8Array(32).fill(1), entries: [{ index: 0, label: 'main' }] },
  new Uint8Array(32).fill(2),
  { parameters: { memoryKib: 64, passes: 1, lanes: 1 }, salt: new Uint8Array(16), key: new Uint8Array(32).fill(3) },
  new Uint8Array(24).fill(4),
);
const sampleKey = new Uint8Array(32).fill(3);

it('contents -> vault -> text -> vault -> contents', () => {
  fc.assert(
    fc.property(sealing, ([inside, publicKey, key, nonce]) => {
      const vault = sealVault(inside, publicKey, key, nonce);
      const read = parseBackup(formatBackup(vault));
      expect(read).toEqual({ ok: true, value: vault });
      expect(openVault(vault, key.key)).toEqual({ ok: true, value: inside });
    }),
    { numRuns: 50 },
  );
});

it('every other value of every byte is a fault on reading', () => {
  for (let at = 0; at < sample.bytes.length; at++) {
    for (let flip = 1; flip < 256; flip++) {
      const damaged = sample.bytes.slice();
      damaged[at] = (damaged[at] ?? 0) ^ flip;
      if (readVault(damaged).ok) expect.unreachable(`byte ${at} with ${flip} flipped was read`);
    }
  }
});

it('every changed byte with a checksum put right is refused, on reading or on opening', () => {
  for (let at = 0; at < sample.bytes.length - 8; at++) {
    for (const flip of [1, 2, 4, 8, 16, 32, 64, 128]) {
      const body = sample.bytes.slice(0, -8);
      body[at] = (body[at] ?? 0) ^ flip;
      const read = readVault(concatBytes(body, sha256(body).slice(0, 8)));
      if (read.ok) {
        expect(openVault(read.value, sampleKey), `byte ${at}`).toEqual({
          ok: false,
          error: { type: 'passphrase-wrong' },
        });
      }
    }
  }
});

it('every changed character of the text is a fault', () => {
  const text = formatBackup(sample);
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=:';
  for (let at = 0; at < text.length; at++) {
    for (const character of alphabet) {
      if (text[at] === character) continue;
      const changed = text.slice(0, at) + character + text.slice(at + 1);
      if (parseBackup(changed).ok) expect.unreachable(`'${character}' at ${at} was read`);
    }
  }
});

it('no bytes and no text throw', () => {
  const start = fc.integer({ min: 0, max: sample.bytes.length }).map((length) => sample.bytes.slice(0, length));
  const bytes = fc.tuple(start, fc.uint8Array({ maxLength: 200 })).map(([head, tail]) => concatBytes(head, tail));
  fc.assert(
    fc.property(bytes, (some) => {
      const read = readVault(some);
      expect(read.ok ? some.length === sample.bytes.length : read.error.type.startsWith('backup-')).toBe(true);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (some) => {
      expect(parseBackup(`tabchain-backup:${some}`)).toMatchObject({ ok: false });
      expect(parseBackup(some)).toMatchObject({ ok: false });
    }),
  );
});

it('another key never opens a vault', () => {
  fc.assert(
    fc.property(exactly(32), (key) => {
      fc.pre(key.some((byte) => byte !== 3));
      expect(openVault(sample, key)).toEqual({ ok: false, error: { type: 'passphrase-wrong' } });
    }),
  );
});
