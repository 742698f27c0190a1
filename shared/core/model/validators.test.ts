// Who may seal, as bytes: one form, and its hash.

import { describe, expect, it } from 'vitest';
import { createWriter, toHex } from '../bytes/index.ts';
import { hash } from '../crypto/index.ts';
import { decodeValidators, encodeValidators, type Validators, validatorsHashOf } from './index.ts';

const key = (number: number): string => number.toString(16).padStart(64, '0');
const stakes: Validators = {
  kind: 'stakes',
  stakes: [
    { account: key(1), amount: 1n },
    { account: key(2), amount: (1n << 64n) - 1n },
  ],
};
const signers: Validators = { kind: 'signers', signers: [key(9), key(3)] };

describe('validators', () => {
  it('survive their bytes', () => {
    expect(decodeValidators(encodeValidators(stakes))).toEqual({ ok: true, value: stakes });
    expect(decodeValidators(encodeValidators(signers))).toEqual({ ok: true, value: signers });
  });

  it('have the layout of docs/protocol/bytes.md', () => {
    expect(toHex(encodeValidators(stakes))).toBe(`020002${key(1)}0000000000000001${key(2)}${'f'.repeat(16)}`);
    expect(toHex(encodeValidators(signers))).toBe(`030002${key(9)}${key(3)}`);
    expect(validatorsHashOf(signers)).toBe(toHex(hash('validators', encodeValidators(signers))));
  });

  it.each([
    ['none', { kind: 'signers', signers: [] }],
    ['no stakes', { kind: 'stakes', stakes: [] }],
    ['a signer twice', { kind: 'signers', signers: [key(1), key(1)] }],
    ['a staker twice', { kind: 'stakes', stakes: [1, 1].map(() => ({ account: key(1), amount: 1n })) }],
    ['stakers that fall', { kind: 'stakes', stakes: [2, 1].map((n) => ({ account: key(n), amount: 1n })) }],
    ['a stake of 0', { kind: 'stakes', stakes: [{ account: key(1), amount: 0n }] }],
  ] satisfies readonly (readonly [string, Validators])[])('are refused as bytes with %s', (_, validators) => {
    expect(decodeValidators(encodeValidators(validators))).toMatchObject({ error: { type: 'bytes-not-canonical' } });
  });

  it('are refused as bytes with more than 256, of another kind, cut or longer', () => {
    const many = Array.from({ length: 257 }, (_, i) => key(i));
    expect(decodeValidators(encodeValidators({ kind: 'signers', signers: many }))).toMatchObject({
      error: { type: 'bytes-over-limit' },
    });
    expect(decodeValidators(createWriter().u8(1).u16(1).fixed(new Uint8Array(32), 32).finish()).ok).toBe(false);
    const whole = encodeValidators(stakes);
    expect(decodeValidators(whole.subarray(1)).ok).toBe(false);
    expect(decodeValidators(whole.subarray(0, -1)).ok).toBe(false);
    expect(decodeValidators(Uint8Array.from([...whole, 0])).ok).toBe(false);
  });
});
