// The chain spec as JSON that a person can write, with its defaults, and back. Faults name the field and what it may
// be. Limits derive from the block time: see each default.

import { err, fromHex, ok, type Result } from '../bytes/index.ts';
import { accountAddress, formatAddress, type Hex32, parseAddress, zeroHex32 } from './address.ts';
import { type Amount, amountMax, parseBaseUnits } from './amount.ts';
import {
  type Allocation,
  type ChainSpec,
  type ConsensusParameters,
  type PosParameters,
  type Retarget,
  specLimits,
} from './chain-spec.ts';
import { contractMachineHash } from './contract-machine-hash.ts';
import { protocolVersion } from './header.ts';
import { type FieldFault, type Fields, fieldsOf } from './json-fields.ts';

const dayMs = 86_400_000;
/** A step of the retarget has 16 bits of exponent: beyond this its rounding would show (docs/protocol/pow.md). */
const halfLifeBlocksMax = 1000;
/**
 * gas that a machine of the reference class executes in a millisecond of the costliest programs: 256,000 to 263,000 in a Chromium worker,
 * 257,000 in Node.js by the bench `contract-gas`; a plain loop uses 400,000 (docs/decisions/0033-gas-of-a-block-in-time.md)
 */
const gasPerMs = 250_000;
/** share of the block time that executing a full block may take, whatever it is full of */
const executionPercent = 5;
/** three transfers with their signatures */
const blockGasMin = 100_000;
/** 46 minutes of execution: a guard against numbers without sense, far below the safe integers */
const blockGasMax = 2 ** 40;
/** bits of work in the first block: a million hashes, seconds at most for one tab */
const firstBlockBits = 20;
/** Control characters, halves of surrogate pairs, line separators, and marks that turn the reading direction. */
const nameForm = /^(?=\S)[^\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]{1,40}(?<=\S)$/u;

const baseUnits = 'base units in decimal digits, at most 2^64 − 1';
// After a fault the zeros below are never used: `finish` reports the fault instead of a spec.
const amount = (fields: Fields, key: string, fallback: Amount | undefined): Amount =>
  fields.read(key, fallback, baseUnits, parseBaseUnits) ?? 0n;

const account = (text: string): Hex32 | undefined => {
  const address = parseAddress(text);
  return address.ok && address.value.kind === 'account' ? address.value.id : undefined;
};

const accountOf = (fields: Fields, key: string): Hex32 =>
  fields.read(key, undefined, 'an account address (tab1…)', account) ?? zeroHex32;

const hex = (fields: Fields, key: string, length: number, fallback: string | undefined): string =>
  fields.read(key, fallback, `${length} bytes in lower-case hexadecimal`, (text) =>
    fromHex(text)?.length === length ? text : undefined,
  ) ?? '';

const sumOf = (entries: readonly Allocation[]): Amount => entries.reduce((sum, entry) => sum + entry.amount, 0n);

const allocations = (fields: Fields, key: string, max: number): readonly Allocation[] => {
  const entries = fields.array(key, max).map((entry) => ({
    account: accountOf(entry, 'address'),
    amount: amount(entry, 'amount', undefined),
  }));
  const sorted = [...entries].sort((a, b) => (a.account < b.account ? -1 : 1));
  if (sorted.some((entry, i) => entry.account === sorted[i + 1]?.account)) fields.refuse(key, 'each address once');
  if (sumOf(entries) > amountMax / 2n) fields.refuse(key, 'a sum of at most 2^63 − 1 base units');
  return sorted;
};

/** The target that so many hashes meet on average; at least one. */
export const targetOfHashes = (hashes: number): Hex32 => {
  const count = BigInt(Math.max(1, Math.floor(hashes)));
  return ((1n << 256n) / count - 1n).toString(16).padStart(64, '0');
};

/** The target that 2^bits hashes meet on average. */
export const targetOfBits = (bits: number): Hex32 => ((1n << BigInt(256 - bits)) - 1n).toString(16).padStart(64, '0');

const powParameters = (fields: Fields): ConsensusParameters => {
  const blockTimeMs = fields.count('blockTimeMs', 10_000, 100, dayMs);
  const given = fields.has('retarget') ? fields.object('retarget') : fieldsOf({ kind: 'asert' });
  const kind = given.text('kind', 'asert', /^(asert|fixed)$/, '"asert" or "fixed"');
  const retarget: Retarget =
    kind === 'fixed'
      ? { kind: 'fixed', leadingHexZeros: given.count('leadingHexZeros', 5, 0, 15) }
      : {
          kind: 'asert',
          halfLifeMs: given.count('halfLifeMs', 60 * blockTimeMs, blockTimeMs, halfLifeBlocksMax * blockTimeMs),
        };
  const initialTarget = hex(fields, 'initialTarget', 32, targetOfBits(firstBlockBits));
  if (initialTarget === zeroHex32) fields.refuse('initialTarget', 'above zero: nothing is below it');
  return {
    kind: 'pow',
    blockTimeMs,
    retarget,
    initialTarget,
    onlyWhenTransactionsWait: fields.flag('onlyWhenTransactionsWait', false),
  };
};

/** A stake counts in the epoch after the next one from its block on, so one that is taken back wins slots that long. */
const epochsAfterUnstake = 2;

const posParameters = (fields: Fields): PosParameters => {
  const epochSlots = fields.count('epochSlots', 120, 6, 1_000_000);
  const evidenceBlocks = fields.count('evidenceBlocks', 1000, 1, 90_000_000);
  // Whoever signs twice with the last slot of a stake that is leaving still has it when the last evidence may come.
  const unbondingMin = evidenceBlocks + epochsAfterUnstake * epochSlots;
  const parameters: PosParameters = {
    kind: 'pos',
    slotMs: fields.count('slotMs', 5000, 500, dayMs),
    epochSlots,
    unbondingBlocks: fields.count('unbondingBlocks', Math.max(2000, unbondingMin), unbondingMin, 100_000_000),
    evidenceBlocks,
    slashPermille: fields.count('slashPermille', 100, 0, 1000),
    reporterPermille: fields.count('reporterPermille', 100, 0, 1000),
    stakes: allocations(fields, 'stakes', specLimits.signersMax),
  };
  const { stakes } = parameters;
  // Who stakes nothing wins no slot, and coins can be staked in blocks only.
  if (stakes.length === 0) fields.refuse('stakes', 'a list of at least one: without a stake nobody could make a block');
  if (stakes.some(({ amount: stake }) => stake === 0n)) {
    fields.refuse('stakes', 'each above 0');
  }
  return parameters;
};

const poaParameters = (fields: Fields): ConsensusParameters => {
  const admin = accountOf(fields, 'admin');
  const signers = fields.texts('signers', specLimits.signersMax).map((text) => account(text));
  const known = signers.filter((signer) => signer !== undefined);
  if (known.length !== signers.length) fields.refuse('signers', 'account addresses (tab1…)');
  if (new Set(known).size !== known.length) fields.refuse('signers', 'each address once');
  return {
    kind: 'poa',
    slotMs: fields.count('slotMs', 3000, 500, dayMs),
    admin,
    signers: known.length === 0 ? [admin] : known,
    activationDelay: fields.count('activationDelay', 10, 1, 100_000),
  };
};

const consensusParameters = (fields: Fields): ConsensusParameters => {
  const kind = fields.text('kind', undefined, /^(pow|pos|poa)$/, '"pow", "pos" or "poa"');
  if (kind === 'pos') return posParameters(fields);
  return kind === 'poa' ? poaParameters(fields) : powParameters(fields);
};

/** ms between blocks, as the consensus aims at it. */
export const blockTimeOf = (consensus: ConsensusParameters): number =>
  consensus.kind === 'pow' ? consensus.blockTimeMs : consensus.slotMs;

/**
 * Reads a spec. Fields without a default are name, genesisTime, salt and consensus.
 * Faults: `field-invalid` with the path and what is allowed.
 */
export const parseChainSpec = (json: unknown): Result<ChainSpec, FieldFault> => {
  const fields = fieldsOf(json);
  const consensus = consensusParameters(fields.object('consensus'));
  const blockTimeMs = blockTimeOf(consensus);
  const protocol = fields.has('protocol') ? fields.object('protocol') : fieldsOf({});
  const reorgMin = Math.max(1000, Math.ceil(dayMs / blockTimeMs));
  const blockGasInTime = Math.floor((blockTimeMs * gasPerMs * executionPercent) / 100);
  const blockGas = Math.min(blockGasInTime, blockGasMax);
  const spec: ChainSpec = {
    protocol: {
      version: protocol.count('version', protocolVersion, protocolVersion, protocolVersion),
      vmHash: hex(protocol, 'vmHash', 32, contractMachineHash),
    },
    name: fields.text('name', undefined, nameForm, 'a name of 1 to 40 characters'),
    symbol: fields.text('symbol', 'TAB', /^[A-Z][A-Z0-9]{0,7}$/, '1 to 8 capital letters or digits'),
    decimals: fields.count('decimals', 6, 0, specLimits.decimalsMax),
    genesisTime: fields.count('genesisTime', undefined, 1, 2 ** 48),
    salt: hex(fields, 'salt', specLimits.saltBytes, undefined),
    reward: amount(fields, 'reward', 5_000_000n),
    accountDeposit: amount(fields, 'accountDeposit', 10_000n),
    gasPerByte: fields.count('gasPerByte', 20, 0, 1_000_000),
    // a signature takes 70 µs, in which a plain loop uses 28,000
    gasPerSignature: fields.count('gasPerSignature', 28_000, 0, 100_000_000),
    blockGasMax: fields.count('blockGasMax', blockGas, blockGasMin, blockGasMax),
    blockBytesMax: fields.count('blockBytesMax', specLimits.blockBytesMax, 10_000, specLimits.blockBytesMax),
    stateBytesMax: fields.count('stateBytesMax', 64 * 1024 * 1024, 65_536, specLimits.stateBytesMax),
    reorgLimit: fields.count('reorgLimit', reorgMin, reorgMin, 100_000_000),
    settleDepth: fields.count('settleDepth', 6, 1, 10_000),
    consensus,
    allocations: allocations(fields, 'allocations', specLimits.allocationsMax),
  };
  const staked = consensus.kind === 'pos' ? consensus.stakes : [];
  if (sumOf([...spec.allocations, ...staked]) > amountMax / 2n) {
    fields.refuse('allocations', 'a sum of at most 2^63 − 1 base units, stakes included');
  }
  if (new TextEncoder().encode(spec.name).length > specLimits.nameBytesMax) fields.refuse('name', 'at most 40 bytes');
  const fault = fields.finish();
  return fault === undefined ? ok(spec) : err(fault);
};

const entryJson = ({ account: id, amount: units }: Allocation): object => ({
  address: formatAddress(accountAddress(id)),
  amount: units.toString(),
});

const consensusJson = (consensus: ConsensusParameters): object => {
  if (consensus.kind === 'pos') return { ...consensus, stakes: consensus.stakes.map(entryJson) };
  if (consensus.kind === 'pow') return consensus;
  return {
    ...consensus,
    admin: formatAddress(accountAddress(consensus.admin)),
    signers: consensus.signers.map((signer) => formatAddress(accountAddress(signer))),
  };
};

/** The whole spec as JSON: `parseChainSpec(chainSpecJson(spec))` is the same spec. */
export const chainSpecJson = (spec: ChainSpec): object => ({
  ...spec,
  reward: spec.reward.toString(),
  accountDeposit: spec.accountDeposit.toString(),
  consensus: consensusJson(spec.consensus),
  allocations: spec.allocations.map(entryJson),
});

const differs = (a: object, b: object): boolean => JSON.stringify(a) !== JSON.stringify(b);

/**
 * Checks a spec that came as bytes: it must be exactly what `parseChainSpec` makes of its own JSON, so that the values
 * are in range and its lists in their order. Faults: `field-invalid`, as there.
 */
export const checkChainSpec = (spec: ChainSpec): Result<ChainSpec, FieldFault> => {
  const own = chainSpecJson(spec);
  const parsed = parseChainSpec(own);
  if (!parsed.ok || !differs(own, chainSpecJson(parsed.value))) return parsed;
  const path = differs(consensusJson(spec.consensus), consensusJson(parsed.value.consensus))
    ? 'consensus'
    : 'allocations';
  return err({ type: 'field-invalid', path, expected: 'entries in ascending order, and a signer at least' });
};
