// `proof check` on texts as people have them.

import { describe, expect, test } from 'vitest';
import { createForge, openTestChain, testSpec, walletOf } from '../shared/testing/index.ts';
import { toHex } from '../shared/core/bytes/index.ts';
import { formatAddress } from '../shared/core/model/index.ts';
import { proveAccount } from '../shared/core/proof/index.ts';
import { checkProofText } from './check-proof.ts';
import { parseCommandLine } from './command-line.ts';

const forge = createForge(testSpec());
const { publicKey, address } = walletOf(1);
const hex = `0x${toHex(
  proveAccount(
    openTestChain(forge, () => true),
    publicKey,
  ),
)}`;

describe('proof check', () => {
  test('says what a proof proves, for people and as JSON', () => {
    const { lines, code } = checkProofText(`${hex}\n`, false, () => false);
    expect(code).toBe(0);
    expect(lines[0]).toBe(`valid: ${formatAddress(address)} has 1000000000000 base units and nonce 0`);
    expect(lines.join('\n')).toContain(`0x${forge.chainId}`);
    const { lines: json } = checkProofText(JSON.stringify({ bytes: hex, height: 99 }), true, () => false);
    expect(JSON.parse(json[0] ?? '')).toMatchObject({ valid: true, height: 0, balance: '1000000000000', exists: true });
  });

  test('of a chain that claims a time without a date says the number', () => {
    const late = createForge(testSpec({ genesisTime: Number.MAX_SAFE_INTEGER }));
    const proof = proveAccount(
      openTestChain(late, () => true),
      publicKey,
    );
    const { lines, code } = checkProofText(`0x${toHex(proof)}`, false, () => false);
    expect(code).toBe(0);
    expect(lines.join('\n')).toContain(`${Number.MAX_SAFE_INTEGER} ms`);
  });

  test('says what is wrong with one that does not hold, with exit code 1', () => {
    const lie = `${hex.slice(0, -2)}${hex.endsWith('00') ? '01' : '00'}`;
    const { lines, code } = checkProofText(lie, false, () => false);
    expect(code).toBe(1);
    expect(lines[0]).toMatch(/^not valid: proof-/);
  });

  test.each(['', 'hello', '{"bytes": 3}', '{"proof"', '0xzz'])(
    'a text that is no proof is a person’s mistake: %s',
    (text) => {
      expect(() => checkProofText(text, false, () => false)).toThrow('no proof');
    },
  );

  test('is asked for on the command line', () => {
    const chosen = parseCommandLine(['proof', 'check', 'a.json', '--json']);
    expect(chosen).toMatchObject({ name: 'proof check', options: { json: true } });
    expect(parseCommandLine(['proof', 'check'])).toMatchObject({ options: { json: false } });
    expect(() => parseCommandLine(['proof', 'eat'])).toThrow("Unknown command 'eat'");
  });
});
