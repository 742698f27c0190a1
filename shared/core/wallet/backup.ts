// A vault as text that a person can save, print or paste: `tabchain-backup:` and the vault's bytes in base64url without
// padding (RFC 4648, section 5). One line of text rather than JSON, because it survives chats, mails and text files, and
// leaves nothing to edit by hand. Line breaks and spaces that come in on the way do not matter.
// Bounds: twice the length of the longest vault.

import { base64urlnopad } from '@scure/base';
import { err, type Result } from '../bytes/index.ts';
import { readVault, type SealedVault, type VaultFault, vaultBytesMax } from './vault.ts';

const prefix = 'tabchain-backup:';
const textLengthMax = prefix.length + 2 * Math.ceil((vaultBytesMax * 4) / 3);

export const formatBackup = (vault: SealedVault): string => `${prefix}${base64urlnopad.encode(vault.bytes)}`;

/** Reads what formatBackup wrote. Faults: backup-unreadable, backup-version. */
export const parseBackup = (text: string): Result<SealedVault, VaultFault> => {
  if (text.length > textLengthMax) return err({ type: 'backup-unreadable', what: 'too long' });
  const compact = text.replace(/\s+/gu, '');
  if (!compact.startsWith(prefix)) return err({ type: 'backup-unreadable', what: 'not a Tabchain backup' });
  const bytes = base64urlBytes(compact.slice(prefix.length));
  return bytes === undefined ? err({ type: 'backup-unreadable', what: 'damaged' }) : readVault(bytes);
};

const base64urlBytes = (text: string): Uint8Array | undefined => {
  try {
    return base64urlnopad.decode(text);
  } catch {
    return undefined; // @scure/base reports characters or a length that are not base64url by throwing
  }
};
