// The spec that a person writes: defaults that follow from the block time, and one clear fault for each wrong field.

import { describe, expect, it } from 'vitest';
import {
  contractMachineHash,
  accountAddress,
  type ChainSpec,
  chainSpecJson,
  checkChainSpec,
  formatAddress,
  parseChainSpec,
  specLimits,
  targetOfBits,
  zeroHex32,
} from './index.ts';

const addressOf = (byte: string): string => formatAddress(accountAddress(byte.repeat(32)));
const [alice, bob] = [addressOf('aa'), addressOf('bb')];
const contract = formatAddress({ kind: 'contract', id: 'aa'.repeat(32) });
const least = { name: 'Classroom', genesisTime: 1_767_225_600_000, salt: '00'.repeat(16), consensus: { kind: 'pow' } };

const specOf = (change: object): ChainSpec => {
  const spec = parseChainSpec({ ...least, ...change });
  if (!spec.ok) throw new Error(JSON.stringify(spec.error));
  return spec.value;
};
const faultPath = (change: object): string => {
  const spec = parseChainSpec({ ...least, ...change });
  return spec.ok ? 'no fault' : spec.error.path;
};

describe('the defaults', () => {
  it('make a whole proof-of-work network of four fields', () => {
    expect(specOf({})).toEqual({
      protocol: { version: 1, vmHash: contractMachineHash },
      name: 'Classroom',
      symbol: 'TAB',
      decimals: 6,
      genesisTime: 1_767_225_600_000,
      salt: '00'.repeat(16),
      reward: 5_000_000n,
      accountDeposit: 10_000n,
      gasPerByte: 20,
      gasPerSignature: 28_000,
      // 5 % of 10 s at 250,000 gas a millisecond
      blockGasMax: 125_000_000,
      blockBytesMax: 1_000_000,
      stateBytesMax: 67_108_864,
      // 24 h of 10 s blocks
      reorgLimit: 8640,
      settleDepth: 6,
      consensus: {
        kind: 'pow',
        blockTimeMs: 10_000,
        retarget: { kind: 'asert', halfLifeMs: 600_000 },
        initialTarget: `00000${'f'.repeat(59)}`,
        onlyWhenTransactionsWait: false,
      },
      allocations: [],
    });
  });

  it.each([100, 1000, 10_000, 60_000, 3_600_000, 43_200_001, 54_975_582, 86_400_000])(
    'suit a block time of %d ms, whether the retarget is written or not',
    (blockTimeMs) => {
      const implied = specOf({ consensus: { kind: 'pow', blockTimeMs } });
      expect(specOf({ consensus: { kind: 'pow', blockTimeMs, retarget: {} } })).toEqual(implied);
      expect(specOf({ consensus: { kind: 'pow', blockTimeMs, retarget: { kind: 'asert' } } })).toEqual(implied);
      expect(implied.consensus).toMatchObject({
        retarget: { halfLifeMs: 60 * blockTimeMs },
      });
      expect(implied.reorgLimit).toBe(Math.max(1000, Math.ceil(86_400_000 / blockTimeMs)));
      expect(parseChainSpec(chainSpecJson(implied))).toEqual({ ok: true, value: implied });
    },
  );

  it('make the admin the only signer', () => {
    expect(specOf({ consensus: { kind: 'poa', admin: alice } }).consensus).toEqual({
      kind: 'poa',
      slotMs: 3000,
      admin: 'aa'.repeat(32),
      signers: ['aa'.repeat(32)],
      activationDelay: 10,
    });
  });
});

describe('lists of a spec', () => {
  it('of allocations and stakes are put in order; signers keep theirs', () => {
    const entries = [
      { address: bob, amount: '2' },
      { address: alice, amount: '1' },
    ];
    const sorted = [
      { account: 'aa'.repeat(32), amount: 1n },
      { account: 'bb'.repeat(32), amount: 2n },
    ];
    expect(specOf({ allocations: entries }).allocations).toEqual(sorted);
    expect(specOf({ consensus: { kind: 'pos', stakes: entries } }).consensus).toMatchObject({ stakes: sorted });
    expect(specOf({ consensus: { kind: 'poa', admin: alice, signers: [bob, alice] } }).consensus).toMatchObject({
      signers: ['bb'.repeat(32), 'aa'.repeat(32)],
    });
  });

  it('may add up to 2^63 − 1 base units', () => {
    const half = (2n ** 62n).toString();
    const list = (last: string): object => ({
      allocations: [
        { address: alice, amount: half },
        { address: bob, amount: last },
      ],
    });
    expect(faultPath(list((2n ** 62n - 1n).toString()))).toBe('no fault');
    expect(faultPath(list(half))).toBe('allocations');
  });

  it('of stakes have one at least: without any no block could ever be made', () => {
    for (const consensus of [{ kind: 'pos' }, { kind: 'pos', stakes: [] }]) {
      expect(parseChainSpec({ ...least, consensus })).toMatchObject({
        error: { path: 'consensus.stakes', expected: expect.stringContaining('nobody could make a block') as string },
      });
    }
  });

  it('of stakes are each above 0, and add up with the allocations', () => {
    expect(faultPath({ consensus: { kind: 'pos', stakes: [{ address: bob, amount: '0' }] } })).toBe('consensus.stakes');
    const half = (2n ** 62n).toString();
    const stakes = [{ address: bob, amount: half }];
    const allocations = (amount: bigint): object[] => [{ address: alice, amount: amount.toString() }];
    const consensus = { kind: 'pos', stakes };
    expect(faultPath({ consensus, allocations: allocations(2n ** 62n - 1n) })).toBe('no fault');
    expect(faultPath({ consensus, allocations: allocations(2n ** 62n) })).toBe('allocations');
  });

  it('leave a stake that is taken back locked until no evidence can come any more', () => {
    const stakes = [{ address: bob, amount: '1' }];
    const windows = { epochSlots: 100, evidenceBlocks: 3000 };
    expect(specOf({ consensus: { kind: 'pos', stakes } }).consensus).toMatchObject({ unbondingBlocks: 2000 });
    expect(specOf({ consensus: { kind: 'pos', stakes, ...windows } }).consensus).toMatchObject({
      unbondingBlocks: 3200,
    });
    const given = (unbondingBlocks: number): object => ({
      consensus: { kind: 'pos', stakes, ...windows, unbondingBlocks },
    });
    expect(faultPath(given(3200))).toBe('no fault');
    expect(faultPath(given(3199))).toBe('consensus.unbondingBlocks');
  });

  it('are read no further than their limit', () => {
    const many = Array.from({ length: specLimits.allocationsMax + 1 }, () => ({}));
    expect(parseChainSpec({ ...least, allocations: many })).toEqual({
      ok: false,
      error: { type: 'field-invalid', path: 'allocations', expected: 'at most 4096 entries' },
    });
    const stakes = many.slice(0, specLimits.signersMax + 1);
    expect(faultPath({ consensus: { kind: 'pos', stakes } })).toBe('consensus.stakes');
    const signers = stakes.map(() => alice);
    expect(faultPath({ consensus: { kind: 'poa', admin: alice, signers } })).toBe('consensus.signers');
  });
});

describe('the name', () => {
  it.each(['a', 'Klasse 7b', 'Größe', '🙂', 'سلام', 'x'.repeat(40), '  x  '.trim()])('may be %j', (name) => {
    expect(specOf({ name }).name).toBe(name);
  });

  it.each([
    ['', 'nothing'],
    [' ', 'a space'],
    [' a', 'a space at the start'],
    ['a ', 'a space at the end'],
    ['a\u00a0', 'a hard space at the end'],
    ['\ufeffa', 'a byte order mark'],
    ['a\nb', 'a line break'],
    ['a\u2028b', 'a line separator'],
    ['a\u0000', 'a zero'],
    ['a\u007f', 'a control character'],
    ['a\ud800', 'half a surrogate pair'],
    ['\udc00a', 'the other half'],
    ['abc\u202etxt', 'a turn of the reading direction'],
    ['a\u2066b', 'an isolated reading direction'],
    ['x'.repeat(41), '41 characters'],
    ['é'.repeat(21), '42 bytes'],
    ['x'.repeat(1_000_000), 'a million characters'],
  ])('%.12j is refused: %s', (name) => {
    expect(faultPath({ name })).toBe('name');
  });
});

describe('a wrong field is named', () => {
  it.each<[string, object]>([
    ['protocol.version', { protocol: { version: 2 } }],
    ['protocol.vmHash', { protocol: { vmHash: 'AB'.repeat(32) } }],
    ['protocol.wm', { protocol: { wm: 1 } }],
    ['symbol', { symbol: 'tab' }],
    ['symbol', { symbol: 'ABCDEFGHI' }],
    ['symbol', { symbol: '' }],
    ['symbol', { symbol: '1A' }],
    ['symbol', { symbol: 'TAB\n' }],
    ['decimals', { decimals: 13 }],
    ['decimals', { decimals: -1 }],
    ['decimals', { decimals: null }],
    ['genesisTime', { genesisTime: 0 }],
    ['genesisTime', { genesisTime: '2026-01-01' }],
    ['genesisTime', { genesisTime: 2 ** 48 + 1 }],
    ['salt', { salt: '00'.repeat(15) }],
    ['salt', { salt: 'AA'.repeat(16) }],
    ['reward', { reward: 5 }],
    ['reward', { reward: '-5' }],
    ['reward', { reward: '18446744073709551616' }],
    ['blockGasMax', { blockGasMax: 99_999 }],
    ['blockBytesMax', { blockBytesMax: 1_000_001 }],
    ['stateBytesMax', { stateBytesMax: 2 ** 40 }],
    ['reorgLimit', { reorgLimit: 8639 }],
    ['settleDepth', { settleDepth: 0 }],
    ['consensus', { consensus: 'pow' }],
    ['consensus', { consensus: [] }],
    ['consensus.kind', { consensus: {} }],
    ['consensus.kind', { consensus: { kind: 'POW' } }],
    ['consensus.kind', { consensus: JSON.parse('{"__proto__":{"kind":"pow"}}') as object }],
    ['consensus.slotMs', { consensus: { kind: 'pow', slotMs: 5000 } }],
    ['consensus.blockTimeMs', { consensus: { kind: 'pow', blockTimeMs: 99 } }],
    ['consensus.retarget', { consensus: { kind: 'pow', retarget: null } }],
    ['consensus.retarget.kind', { consensus: { kind: 'pow', retarget: { kind: 'none' } } }],
    [
      'consensus.retarget.leadingHexZeros',
      { consensus: { kind: 'pow', retarget: { kind: 'fixed', leadingHexZeros: 16 } } },
    ],
    ['consensus.retarget.leadingHexZeros', { consensus: { kind: 'pow', retarget: { leadingHexZeros: 5 } } }],
    ['consensus.retarget.halfLifeMs', { consensus: { kind: 'pow', retarget: { kind: 'fixed', halfLifeMs: 60_000 } } }],
    ['consensus.retarget.halfLifeMs', { consensus: { kind: 'pow', retarget: { kind: 'asert', halfLifeMs: 9999 } } }],
    [
      'consensus.retarget.halfLifeMs',
      { consensus: { kind: 'pow', retarget: { kind: 'asert', halfLifeMs: 10_000_001 } } },
    ],
    ['consensus.initialTarget', { consensus: { kind: 'pow', initialTarget: '0'.repeat(64) } }],
    ['consensus.initialTarget', { consensus: { kind: 'pow', initialTarget: 'ff' } }],
    ['consensus.onlyWhenTransactionsWait', { consensus: { kind: 'pow', onlyWhenTransactionsWait: 1 } }],
    ['consensus.slashPermille', { consensus: { kind: 'pos', slashPermille: 1001 } }],
    ['consensus.stakes[0].address', { consensus: { kind: 'pos', stakes: [{ address: contract, amount: '1' }] } }],
    ['consensus.admin', { consensus: { kind: 'poa' } }],
    ['consensus.admin', { consensus: { kind: 'poa', admin: contract } }],
    ['consensus.signers', { consensus: { kind: 'poa', admin: alice, signers: ['me'] } }],
    ['consensus.signers', { consensus: { kind: 'poa', admin: alice, signers: [alice, alice.toUpperCase()] } }],
    [
      'allocations',
      {
        allocations: [
          { address: alice, amount: '1' },
          { address: alice.toUpperCase(), amount: '2' },
        ],
      },
    ],
    ['allocations', { allocations: null }],
    ['allocations[0]', { allocations: [[]] }],
    ['allocations[0].address', { allocations: [{ amount: '1' }] }],
    ['allocations[0].address', { allocations: [{ address: alice.slice(0, -1), amount: '1' }] }],
    ['allocations[0].amount', { allocations: [{ address: alice }] }],
    ['allocations[0].amount', { allocations: [{ address: alice, amount: '1.5' }] }],
    ['allocations[0].nonce', { allocations: [{ address: alice, amount: '1', nonce: 1 }] }],
    ['alocations', { alocations: [] }],
    ['__proto__', JSON.parse('{"__proto__":{"name":"x"}}') as object],
  ])('%s in %j', (path, change) => {
    // A key named __proto__ must be there as a key, which a spread would lose.
    const json: unknown = JSON.parse(`${JSON.stringify(least).slice(0, -1)},${JSON.stringify(change).slice(1)}`);
    const spec = parseChainSpec(json);
    expect(spec.ok ? 'no fault' : spec.error.path).toBe(path);
  });

  it.each([undefined, null, 5, 'text', [], [least], true])('and %j is no spec', (json) => {
    expect(parseChainSpec(json)).toMatchObject({ ok: false, error: { path: '' } });
  });
});

describe('checkChainSpec', () => {
  const spec = specOf({
    allocations: [
      { address: alice, amount: '1' },
      { address: bob, amount: '2' },
    ],
  });
  const poa = specOf({ consensus: { kind: 'poa', admin: alice } });
  const checked = (change: Partial<ChainSpec>, base = spec): string => {
    const result = checkChainSpec({ ...base, ...change });
    return result.ok ? 'no fault' : result.error.path;
  };

  it('accepts what parseChainSpec made', () => {
    expect(checkChainSpec(spec)).toEqual({ ok: true, value: spec });
    expect(checkChainSpec(poa)).toEqual({ ok: true, value: poa });
  });

  it('refuses what bytes can say and no JSON can', () => {
    expect(checked({ allocations: [...spec.allocations].reverse() })).toBe('allocations');
    expect(checked({ allocations: [...spec.allocations, ...spec.allocations.slice(1)] })).toBe('allocations');
    expect(checked({ decimals: 13 })).toBe('decimals');
    expect(checked({ name: ' x' })).toBe('name');
    expect(checked({ protocol: { version: 2, vmHash: zeroHex32 } })).toBe('protocol.version');
    const none = poa.consensus.kind === 'poa' ? { ...poa.consensus, signers: [] } : poa.consensus;
    expect(checked({ consensus: none }, poa)).toBe('consensus');
    const stakes = [...spec.allocations].reverse();
    const pos = specOf({ consensus: { kind: 'pos', stakes: [{ address: alice, amount: '1' }] } });
    const reversed = pos.consensus.kind === 'pos' ? { ...pos.consensus, stakes } : pos.consensus;
    expect(checked({ consensus: reversed }, pos)).toBe('consensus');
  });
});

describe('targetOfBits', () => {
  it('has so many zero bits in front', () => {
    expect(targetOfBits(0)).toBe('f'.repeat(64));
    expect(targetOfBits(9)).toBe(`007${'f'.repeat(61)}`);
    expect(targetOfBits(256)).toBe(zeroHex32);
  });
});
