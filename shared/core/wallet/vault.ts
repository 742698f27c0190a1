// The encrypted vault: the one form in which a wallet's secret is ever stored. XChaCha20-Poly1305 under the stretched
// passphrase over entropy, account numbers and labels; all that stands before the ciphertext is its associated data.
// Layout (big-endian): "tabvault" · version 1 · memory KiB u32 · passes u8 · lanes u8 · salt 16 · nonce 24 · public key
// of account 0, 32 · length u16 · ciphertext with tag · first 8 bytes of SHA-256 of all before. The checksum tells a
// damaged file from a wrong passphrase, before any time is spent on stretching; it proves nothing and hides nothing.
// Bounds: `vaultBytesMax`; stretching costs within stretchParametersAreBearable.

import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { concatBytes, createReader, createWriter, equalBytes, err, ok, type Result } from '../bytes/index.ts';
import { sha256 } from '../crypto/index.ts';
import { type AccountEntry, accountsMax, labelBytesMax, readEntries, writeEntries } from './account-list.ts';
import {
  saltLength,
  type StretchedKey,
  stretchedKeyLength,
  type StretchParameters,
  stretchParametersAreBearable,
} from './passphrase.ts';

/** What the vault keeps secret. `entropy` is the mnemonic's. */
export interface VaultContents {
  readonly entropy: Uint8Array;
  readonly entries: readonly AccountEntry[];
}

/** A vault that was sealed here, or read and found whole. `bytes` are the whole of it, to be stored. */
export interface SealedVault {
  readonly bytes: Uint8Array;
  readonly parameters: StretchParameters;
  readonly salt: Uint8Array;
  /** of account 0; shows whose vault this is, and cannot be changed without the passphrase */
  readonly publicKey: Uint8Array;
  readonly nonce: Uint8Array;
  /** the associated data: all before the ciphertext */
  readonly header: Uint8Array;
  readonly ciphertext: Uint8Array;
}

export type VaultFault =
  /** not a vault, cut short, damaged, or asking for unbearable costs; `what` says which, for people */
  | { readonly type: 'backup-unreadable'; readonly what: string }
  /** made by a later version of Tabchain */
  | { readonly type: 'backup-version'; readonly version: number }
  /** whole, but this passphrase does not open it (or somebody forged it, which cannot be told apart) */
  | { readonly type: 'passphrase-wrong' };

export const vaultNonceLength = 24;

const magic = new TextEncoder().encode('tabvault');
const vaultVersion = 1;
const publicKeyLength = 32;
const tagLength = 16;
const checksumLength = 8;
const entropyLengths: readonly number[] = [16, 20, 24, 28, 32];
const entropyBytesMax = 32;
/** Number, length of the label, label. */
const entryBytesMax = 4 + 2 + labelBytesMax;
const ciphertextBytesMax = 1 + entropyBytesMax + 2 + accountsMax * entryBytesMax + tagLength;
const headerLength = magic.length + 1 + 4 + 1 + 1 + saltLength + vaultNonceLength + publicKeyLength + 2;

/** 4,628 bytes: 64 accounts with labels of full length. */
export const vaultBytesMax = headerLength + ciphertextBytesMax + checksumLength;

const unreadable = (what: string): { readonly ok: false; readonly error: VaultFault } =>
  err({ type: 'backup-unreadable', what });

/**
 * Encrypts. `nonce` (24 bytes) must be fresh randomness for every sealing; `publicKey` (32 bytes) is account 0's.
 * Values that do not fit the form are our own bug and throw.
 */
export const sealVault = (
  { entropy, entries }: VaultContents,
  publicKey: Uint8Array,
  { parameters, salt, key }: StretchedKey,
  nonce: Uint8Array,
): SealedVault => {
  if (!stretchParametersAreBearable(parameters)) throw new RangeError('these costs could not be read back');
  if (!entropyLengths.includes(entropy.length)) throw new RangeError(`no mnemonic has ${entropy.length} bytes`);
  const writer = createWriter().bytes8(entropy);
  writeEntries(writer, entries, () => undefined);
  const plaintext = writer.finish();
  const header = createWriter()
    .raw(magic)
    .u8(vaultVersion)
    .u32(parameters.memoryKib)
    .u8(parameters.passes)
    .u8(parameters.lanes)
    .fixed(salt, saltLength)
    .fixed(nonce, vaultNonceLength)
    .fixed(publicKey, publicKeyLength)
    .u16(plaintext.length + tagLength)
    .finish();
  const ciphertext = xchacha20poly1305(key, nonce, header).encrypt(plaintext);
  const body = concatBytes(header, ciphertext);
  return { bytes: concatBytes(body, checksumOf(body)), parameters, salt, publicKey, nonce, header, ciphertext };
};

const checksumOf = (body: Uint8Array): Uint8Array => sha256(body).slice(0, checksumLength);

/** Reads the form. Faults: backup-unreadable, backup-version. */
export const readVault = (bytes: Uint8Array): Result<SealedVault, VaultFault> => {
  if (bytes.length > vaultBytesMax) return unreadable('too long');
  const reader = createReader(bytes);
  if (!equalBytes(reader.fixed(magic.length), magic)) return unreadable('not a Tabchain wallet');
  const version = reader.u8();
  if (!reader.failed() && version !== vaultVersion) return err({ type: 'backup-version', version });
  const parameters = { memoryKib: reader.u32(), passes: reader.u8(), lanes: reader.u8() };
  const salt = reader.fixed(saltLength);
  const nonce = reader.fixed(vaultNonceLength);
  const publicKey = reader.fixed(publicKeyLength);
  const ciphertext = reader.bytes16(ciphertextBytesMax);
  const checksum = reader.fixed(checksumLength);
  const form = reader.finish({ bytes: bytes.slice(), parameters, salt, publicKey, nonce, ciphertext });
  if (!form.ok) return unreadable(form.error.type === 'bytes-truncated' ? 'cut short' : 'damaged');
  if (!equalBytes(checksum, checksumOf(bytes.slice(0, -checksumLength)))) return unreadable('damaged');
  if (ciphertext.length < tagLength) return unreadable('damaged');
  if (!stretchParametersAreBearable(parameters)) return unreadable('asks for more work than a wallet ever needs');
  return ok({ ...form.value, header: bytes.slice(0, headerLength) });
};

/**
 * Decrypts with the key stretched from the passphrase by the vault's own salt and parameters. Faults: passphrase-wrong;
 * backup-unreadable if what was sealed is not a wallet.
 */
export const openVault = (vault: SealedVault, key: Uint8Array): Result<VaultContents, VaultFault> => {
  if (key.length !== stretchedKeyLength) throw new RangeError(`a stretched key of ${key.length} bytes`);
  const plaintext = decrypted(vault, key);
  if (plaintext === undefined) return err({ type: 'passphrase-wrong' });
  const reader = createReader(plaintext);
  const entropy = reader.bytes8(entropyBytesMax);
  if (!entropyLengths.includes(entropy.length)) reader.refuse('a length of entropy that no mnemonic has');
  const entries = readEntries(reader, (entry) => entry);
  const contents = reader.finish({ entropy, entries });
  return contents.ok ? contents : unreadable('holds no wallet');
};

const decrypted = ({ nonce, header, ciphertext }: SealedVault, key: Uint8Array): Uint8Array | undefined => {
  const cipher = xchacha20poly1305(key, nonce, header);
  try {
    return cipher.decrypt(ciphertext);
  } catch {
    return undefined; // @noble/ciphers reports a tag that does not match by throwing, and has no other way
  }
};
