// The account record: sixteen bytes, one form.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../bytes/index.ts';
import { amountMax, decodeAccount, encodeAccount } from './index.ts';

describe('the account record', () => {
  it('is balance and nonce, eight bytes each', () => {
    expect(toHex(encodeAccount({ balance: 258n, nonce: 3 }))).toBe('00000000000001020000000000000003');
  });

  it('reads back as what was written', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: amountMax }), fc.maxSafeNat(), (balance, nonce) => {
        expect(decodeAccount(encodeAccount({ balance, nonce }))).toEqual({ ok: true, value: { balance, nonce } });
      }),
    );
  });

  it('is refused when damaged', () => {
    const bytes = encodeAccount({ balance: 1n, nonce: 1 });
    for (let length = 0; length < 16; length++) expect(decodeAccount(bytes.subarray(0, length)).ok).toBe(false);
    expect(decodeAccount(Uint8Array.of(...bytes, 0)).ok).toBe(false);
    expect(decodeAccount(new Uint8Array(16).fill(255)).ok).toBe(false);
  });
});
