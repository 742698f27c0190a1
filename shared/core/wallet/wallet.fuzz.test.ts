// What a person types, pastes or picks as a file, and what a profile keeps of a wallet: words, backups, vaults, lists.

import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { base64urlnopad } from '@scure/base';
import { bytesTarget, changedText, fuzzSuite, textTarget, valueOf } from '../../../tests/fuzz/index.ts';
import { concatBytes, createWriter } from '../bytes/index.ts';
import { sha256 } from '../crypto/index.ts';
import { decodeAccountList, encodeAccountList } from './account-list.ts';
import { formatBackup, parseBackup } from './backup.ts';
import { checkMnemonic, mnemonicOf } from './mnemonic.ts';
import { openVault, readVault, type SealedVault, sealVault, vaultBytesMax, type VaultContents } from './vault.ts';

const filled = (byte: number, length: number): Uint8Array => new Uint8Array(length).fill(byte);

const parameters = { memoryKib: 64, passes: 1, lanes: 1 };
const stretched = { parameters, salt: filled(2, 16), key: filled(3, 32) };
const nonce = filled(4, 24);
const entry = (index: number, label: string) => ({ index, label });

const contents: readonly VaultContents[] = [
  { entropy: filled(5, 16), entries: [entry(0, '')] },
  { entropy: filled(6, 32), entries: [entry(0, 'Alltag'), entry(1, 'Größe €🙂'), entry(7, 'x'.repeat(64))] },
];
const vaults = contents.map((each) => sealVault(each, filled(7, 32), stretched, nonce));

const checksumBytes = 8;
/** The checksum after the bytes, in place of the one that is there. */
const withChecksum = (bytes: Uint8Array): Uint8Array => {
  const body = bytes.subarray(0, Math.max(0, bytes.length - checksumBytes));
  return concatBytes(body, sha256(body).subarray(0, checksumBytes));
};

/** From the fields, not from the bytes that are kept with them. */
const vaultBytes = ({ parameters: costs, salt, nonce: own, publicKey, ciphertext }: SealedVault): Uint8Array => {
  const writer = createWriter().raw(new TextEncoder().encode('tabvault')).u8(1);
  writer.u32(costs.memoryKib).u8(costs.passes).u8(costs.lanes).fixed(salt, 16).fixed(own, 24).fixed(publicKey, 32);
  return withChecksum(writer.bytes16(ciphertext).raw(new Uint8Array(checksumBytes)).finish());
};

const plaintextOf = ({ entropy, entries }: VaultContents): Uint8Array => {
  const writer = createWriter().bytes8(entropy).u16(entries.length);
  for (const { index, label } of entries) writer.u32(index).text(label);
  return writer.finish();
};

const [vault = sealVault({ entropy: filled(1, 16), entries: [entry(0, '')] }, filled(7, 32), stretched, nonce)] =
  vaults;
const backups = vaults.map(formatBackup);

fuzzSuite(
  bytesTarget({
    decoder: readVault,
    samples: vaults.map(({ bytes }) => bytes),
    lengthMax: vaultBytesMax + 64,
    mend: withChecksum,
    decode: (bytes) => valueOf(readVault(bytes)),
    encode: vaultBytes,
  }),
  bytesTarget({
    decoder: openVault,
    samples: contents.map(plaintextOf),
    lengthMax: 4096,
    // What somebody who knows the passphrase has sealed.
    decode: (plaintext) => {
      const ciphertext = xchacha20poly1305(stretched.key, nonce, vault.header).encrypt(plaintext);
      return valueOf(openVault({ ...vault, ciphertext }, stretched.key));
    },
    encode: plaintextOf,
  }),
  bytesTarget({
    decoder: decodeAccountList,
    samples: [
      encodeAccountList([{ ...entry(0, ''), publicKey: '11'.repeat(32) }]),
      encodeAccountList([0, 1, 9].map((index) => ({ ...entry(index, `Konto ${index}`), publicKey: '22'.repeat(32) }))),
    ],
    lengthMax: 8192,
    decode: (bytes) => valueOf(decodeAccountList(bytes)),
    encode: encodeAccountList,
  }),
);

fuzzSuite(
  textTarget({
    decoder: parseBackup,
    samples: backups,
    lengthMax: 64 * 1024,
    tokens: ['tabchain-backup:', 'tabchain-backup', '=', 'AA'],
    canonical: 'settles',
    mend: (text, random) => {
      const bytes = vaultBytes(vault);
      bytes[random.below(bytes.length)] = random.below(256);
      const whole = `tabchain-backup:${base64urlnopad.encode(withChecksum(bytes))}`;
      return random.happens(800) ? whole : changedText(whole, random, { samples: [text], lengthMax: 8192 });
    },
    decode: (text) => valueOf(parseBackup(text)),
    encode: formatBackup,
  }),
  textTarget({
    decoder: checkMnemonic,
    samples: [16, 20, 24, 28, 32].flatMap((length) => [1, 2].map((byte) => mnemonicOf(filled(byte, length)).text)),
    lengthMax: 4096,
    tokens: wordlist,
    // A wrong letter makes the nearest of 2,048 words be looked for.
    letterPermille: 15,
    canonical: 'settles',
    decode: (text) => valueOf(checkMnemonic(text)),
    encode: ({ text, entropy }) => {
      if (mnemonicOf(entropy).text !== text) throw new Error('the words are not those of the entropy');
      return text;
    },
  }),
);
