// Argon2id as published, at full cost once, and from passphrase to vault and back.

import { argon2Sync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toHex } from '../core/bytes/index.ts';
import {
  createWallet,
  formatBackup,
  lockedWalletOf,
  mnemonicOf,
  parseBackup,
  stretchParametersDefault,
  unlockWallet,
} from '../core/wallet/index.ts';
import { stretchPassphrase } from './stretch-passphrase.ts';

const salt = Uint8Array.from({ length: 16 }, (_, i) => 100 + i);
const cheap = { memoryKib: 32, passes: 3, lanes: 1 };

/** Argon2id of OpenSSL, as another implementation to compare with. */
const opensslArgon2id = (text: string, { memoryKib, passes, lanes }: typeof cheap): string =>
  argon2Sync('argon2id', {
    message: new TextEncoder().encode(text),
    nonce: salt,
    memory: memoryKib,
    passes,
    parallelism: lanes,
    tagLength: 32,
  }).toString('hex');

describe('stretchPassphrase', () => {
  it('is Argon2id: equal to OpenSSL for cheap parameters and several lanes', async () => {
    for (const parameters of [
      cheap,
      { memoryKib: 64, passes: 1, lanes: 2 },
      { memoryKib: 100, passes: 10, lanes: 4 },
    ]) {
      const key = await stretchPassphrase('a long passphrase', salt, parameters);
      expect(toHex(key)).toBe(opensslArgon2id('a long passphrase', parameters));
    }
  });

  it('gives one key however the accents are composed', async () => {
    const composed = await stretchPassphrase('caf\u00e9', salt, cheap);
    const decomposed = await stretchPassphrase('cafe\u0301', salt, cheap);
    expect(toHex(composed)).toBe(toHex(decomposed));
    expect(toHex(composed)).toBe(opensslArgon2id('cafe\u0301', cheap));
  });

  it('depends on passphrase, salt and parameters', async () => {
    const keys = await Promise.all([
      stretchPassphrase('one', salt, cheap),
      stretchPassphrase('One', salt, cheap),
      stretchPassphrase('one', salt.toReversed(), cheap),
      stretchPassphrase('one', salt, { ...cheap, passes: 4 }),
    ]);
    expect(new Set(keys.map(toHex)).size).toBe(4);
  });

  it('rejects an empty passphrase', async () => {
    await expect(stretchPassphrase('', salt, cheap)).rejects.toThrow('Password must be specified');
  });

  it('opens at full cost (64 MiB, 3 passes) what it sealed, from the backup text alone', async () => {
    const passphrase = 'correct horse battery staple';
    const key = await stretchPassphrase(passphrase, salt, stretchParametersDefault);
    expect(toHex(key)).toBe(opensslArgon2id(passphrase, stretchParametersDefault));
    const stretched = { parameters: stretchParametersDefault, salt, key };
    const wallet = createWallet(mnemonicOf(new Uint8Array(16).fill(9)), stretched, new Uint8Array(24).fill(1));

    const restored = parseBackup(formatBackup(wallet.vault));
    if (!restored.ok) throw new Error(restored.error.type);
    const { salt: storedSalt, parameters } = restored.value;
    const again = await stretchPassphrase(passphrase, storedSalt, parameters);
    const opened = unlockWallet(lockedWalletOf(restored.value), again);
    expect(opened).toMatchObject({ ok: true, value: { selected: wallet.selected, mnemonic: wallet.mnemonic } });
  }, 30_000);
});
