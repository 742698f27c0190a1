// A spec survives its bytes and its JSON; damaged bytes are refused or are the one form of what they say; and whatever
// is called a spec gets an answer, never an exception.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, toHex } from '../bytes/index.ts';
import {
  accountAddress,
  type ChainSpec,
  chainSpecJson,
  checkChainSpec,
  decodeChainSpec,
  encodeChainSpec,
  formatAddress,
  parseChainSpec,
} from './index.ts';

const hex = (length: number): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength: length, maxLength: length }).map(toHex);
const address = hex(32).map((id) => formatAddress(accountAddress(id)));
const units = (max: bigint): fc.Arbitrary<string> => fc.bigInt({ min: 0n, max }).map(String);
const entries = fc.uniqueArray(fc.record({ address, amount: units(2n ** 58n) }), {
  maxLength: 6,
  selector: (entry) => entry.address,
});
const stakes = fc.uniqueArray(fc.record({ address, amount: fc.bigInt({ min: 1n, max: 2n ** 58n }).map(String) }), {
  minLength: 1,
  maxLength: 6,
  selector: (entry) => entry.address,
});
/** Unbonding outlasts the evidence that may come, whatever their times. */
const windows = fc
  .record({
    epochSlots: fc.integer({ min: 6, max: 1_000_000 }),
    evidenceBlocks: fc.integer({ min: 1, max: 90_000_000 }),
    longer: fc.nat(1_000_000),
  })
  .map(({ epochSlots, evidenceBlocks, longer }) => ({
    epochSlots,
    evidenceBlocks,
    unbondingBlocks: evidenceBlocks + 2 * epochSlots + longer,
  }));

const retarget = fc.oneof(
  // one block time up to a thousand, for the default block time of 10 s that goes with it below
  fc.record({ kind: fc.constant('asert'), halfLifeMs: fc.integer({ min: 10_000, max: 10_000_000 }) }),
  fc.record({ kind: fc.constant('fixed'), leadingHexZeros: fc.nat(15) }),
);
const aboveZero = hex(32).filter((target) => /[1-9a-f]/.test(target));
const consensus = fc.oneof(
  fc.record(
    {
      kind: fc.constant('pow'),
      blockTimeMs: fc.integer({ min: 100, max: 86_400_000 }),
      initialTarget: aboveZero,
      onlyWhenTransactionsWait: fc.boolean(),
    },
    { requiredKeys: ['kind'] },
  ),
  fc.record({ kind: fc.constant('pow'), retarget }),
  fc
    .tuple(
      fc.record(
        {
          kind: fc.constant('pos'),
          slotMs: fc.integer({ min: 500, max: 86_400_000 }),
          slashPermille: fc.nat(1000),
          reporterPermille: fc.nat(1000),
          stakes,
        },
        { requiredKeys: ['kind', 'stakes'] },
      ),
      fc.option(windows, { nil: undefined }),
    )
    .map(([parameters, given]) => ({ ...parameters, ...given })),
  fc.record(
    {
      kind: fc.constant('poa'),
      slotMs: fc.integer({ min: 500, max: 86_400_000 }),
      admin: address,
      signers: fc.uniqueArray(address, { maxLength: 6 }),
      activationDelay: fc.integer({ min: 1, max: 100_000 }),
    },
    { requiredKeys: ['kind', 'admin'] },
  ),
);
const nameLetters = fc.constantFrom(...'aZ09-_.!#é€🙂ß');
const written = fc.record(
  {
    name: fc.string({ unit: nameLetters, minLength: 1, maxLength: 10 }),
    symbol: fc.stringMatching(/^[A-Z][A-Z0-9]{0,7}$/),
    decimals: fc.nat(12),
    genesisTime: fc.integer({ min: 1, max: 2 ** 48 }),
    salt: hex(16),
    reward: units(2n ** 64n - 1n),
    accountDeposit: units(2n ** 64n - 1n),
    gasPerByte: fc.nat(1_000_000),
    gasPerSignature: fc.nat(100_000_000),
    blockGasMax: fc.integer({ min: 100_000, max: 2 ** 40 }),
    blockBytesMax: fc.integer({ min: 10_000, max: 1_000_000 }),
    stateBytesMax: fc.integer({ min: 65_536, max: 2 ** 28 }),
    reorgLimit: fc.integer({ min: 864_000, max: 100_000_000 }),
    settleDepth: fc.integer({ min: 1, max: 10_000 }),
    protocol: fc.record({ version: fc.constant(1), vmHash: hex(32) }, { requiredKeys: [] }),
    allocations: entries,
    consensus,
  },
  { requiredKeys: ['name', 'genesisTime', 'salt', 'consensus'] },
);
const specs: fc.Arbitrary<ChainSpec> = written.map((json) => {
  const spec = parseChainSpec(json);
  if (!spec.ok) throw new Error(JSON.stringify(spec.error));
  return spec.value;
});

describe('a chain spec', () => {
  it('survives its JSON, as text, and its bytes', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        expect(parseChainSpec(JSON.parse(JSON.stringify(chainSpecJson(spec))))).toEqual({ ok: true, value: spec });
        expect(decodeChainSpec(encodeChainSpec(spec))).toEqual({ ok: true, value: spec });
        expect(checkChainSpec(spec)).toEqual({ ok: true, value: spec });
      }),
    );
  });

  it('has the same bytes in whatever order its entries are written', () => {
    fc.assert(
      fc.property(written, (json) => {
        const reversed = { ...json, ...(json.allocations && { allocations: [...json.allocations].reverse() }) };
        expect(parseChainSpec(reversed)).toEqual(parseChainSpec(json));
      }),
    );
  });

  it('is refused cut at any length and lengthened', () => {
    fc.assert(
      fc.property(specs, fc.nat(255), (spec, extra) => {
        const bytes = encodeChainSpec(spec);
        for (let length = 0; length < bytes.length; length++) {
          expect(decodeChainSpec(bytes.subarray(0, length)).ok).toBe(false);
        }
        expect(decodeChainSpec(concatBytes(bytes, Uint8Array.of(extra))).ok).toBe(false);
      }),
      { numRuns: 15 },
    );
  });

  it('with changed bytes is refused or is the one form of what it then says; its check never throws', () => {
    const change = fc.tuple(fc.nat(), fc.oneof(fc.constantFrom(0, 1, 2, 3, 0x20, 0x80, 0xff), fc.nat(255)));
    fc.assert(
      fc.property(specs, fc.array(change, { minLength: 1, maxLength: 3 }), (spec, changes) => {
        const bytes = encodeChainSpec(spec);
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        const read = decodeChainSpec(bytes);
        if (!read.ok) return;
        expect(toHex(encodeChainSpec(read.value))).toBe(toHex(bytes));
        const checked = checkChainSpec(read.value);
        if (checked.ok) expect(checked.value).toEqual(read.value);
      }),
      { numRuns: 300 },
    );
  });

  it('of foreign bytes is refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const read = decodeChainSpec(bytes);
        if (read.ok) expect(encodeChainSpec(read.value)).toEqual(bytes);
      }),
    );
  });

  it('of any JSON at all gets an answer', () => {
    const values = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      address,
      units(10n),
      fc.constantFrom('pow', 'pos', 'poa', 'asert'),
    );
    const keys = ['name', 'salt', 'genesisTime', 'allocations', 'protocol', 'decimals', '__proto__', 'constructor'];
    const parts = ['kind', 'retarget', 'stakes', 'signers', 'admin', 'blockTimeMs', '__proto__', 'toString'];
    const nested = fc.dictionary(fc.constantFrom(...parts), values, { maxKeys: 5 });
    const anyJson = fc.record({
      consensus: fc.oneof(nested, values),
      rest: fc.dictionary(fc.constantFrom(...keys), values),
    });
    fc.assert(
      fc.property(anyJson, written, (any, valid) => {
        for (const json of [{ ...valid, ...any.rest }, { ...valid, consensus: any.consensus }, any.consensus]) {
          const spec = parseChainSpec(JSON.parse(JSON.stringify(json)));
          if (spec.ok) expect(checkChainSpec(spec.value)).toEqual(spec);
        }
      }),
      { numRuns: 200 },
    );
  });
});
