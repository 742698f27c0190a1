// The backup text: what survives the way through mails and notes, and what is refused.

import { describe, expect, it } from 'vitest';
import { formatBackup, parseBackup } from './backup.ts';
import { sealVault } from './vault.ts';

const vault = sealVault(
  { entropy: new Uint8Array(16).fill(3), entries: [{ index: 0, label: 'Ann' }] },
  new Uint8Array(32).fill(4),
  { parameters: { memoryKib: 8, passes: 1, lanes: 1 }, salt: new Uint8Array(16), key: new Uint8Array(32).fill(5) },
  new Uint8Array(24).fill(6),
);
const text = formatBackup(vault);

describe('parseBackup', () => {
  it('reads what formatBackup wrote', () => {
    expect(text).toMatch(/^tabchain-backup:[A-Za-z0-9_-]{180,}$/);
    expect(parseBackup(text)).toEqual({ ok: true, value: vault });
  });

  it('overlooks line breaks and spaces', () => {
    const wrapped = ` ${text.replace(/(.{40})/g, '$1\r\n  ')}\n`;
    expect(parseBackup(wrapped)).toEqual({ ok: true, value: vault });
  });

  it('refuses other texts with a reason', () => {
    for (const [other, what] of [
      ['', 'not a Tabchain backup'],
      ['{"mnemonic":"abandon"}', 'not a Tabchain backup'],
      [text.slice('tabchain-backup:'.length), 'not a Tabchain backup'],
      ['tabchain-backup:', 'not a Tabchain wallet'],
      ['tabchain-backup:AAAAAAAAAAAAAAAA', 'not a Tabchain wallet'],
      [`${text}=`, 'damaged'],
      [`${text}A`, 'damaged'],
      [text.replace(/.$/, '+'), 'damaged'],
      [text.slice(0, -20), 'cut short'],
      [text + 'A'.repeat(100_000), 'too long'],
    ] as const) {
      expect(parseBackup(other), other.slice(0, 40)).toEqual({ ok: false, error: { type: 'backup-unreadable', what } });
    }
  });
});
