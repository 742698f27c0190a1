// The chain spec: everything that makes one network different from another. A person writes it as JSON
// (chain-spec-json.ts); its canonical bytes are hashed into the genesis header, whose id is the chain id. So a changed
// spec is another chain. Bounded: at most `allocationsMax` entries, every number in the range given here.

import {
  createReader,
  createWriter,
  type DecodeFault,
  fromHex,
  type Reader,
  type Result,
  toHex,
  type Writer,
} from '../bytes/index.ts';
import { bytesOf, type Hex32, readHex32 } from './address.ts';
import type { Amount } from './amount.ts';

export type Retarget =
  | {
      readonly kind: 'asert';
      /** ms of lateness that halve the difficulty */
      readonly halfLifeMs: number;
    }
  | {
      readonly kind: 'fixed';
      /** zeros at the start of a block id in hexadecimal */
      readonly leadingHexZeros: number;
    };

export interface PowParameters {
  readonly kind: 'pow';
  readonly blockTimeMs: number;
  readonly retarget: Retarget;
  /** target of the first block (asert); ignored when fixed */
  readonly initialTarget: Hex32;
  /** a block must have a transaction (teaching mode) */
  readonly onlyWhenTransactionsWait: boolean;
}

export interface PosParameters {
  readonly kind: 'pos';
  readonly slotMs: number;
  readonly epochSlots: number;
  readonly unbondingBlocks: number;
  readonly evidenceBlocks: number;
  /** share of the stake that a proven double signature costs */
  readonly slashPermille: number;
  /** share of the slashed stake that the reporter gets */
  readonly reporterPermille: number;
  readonly stakes: readonly Allocation[];
}

export interface PoaParameters {
  readonly kind: 'poa';
  readonly slotMs: number;
  readonly admin: Hex32;
  readonly signers: readonly Hex32[];
  /** blocks after inclusion before a change of signers takes effect */
  readonly activationDelay: number;
}

export type ConsensusParameters = PowParameters | PosParameters | PoaParameters;

export interface Allocation {
  /** public key */
  readonly account: Hex32;
  readonly amount: Amount;
}

export interface ChainSpec {
  readonly protocol: {
    readonly version: number;
    /** hash of the contract machine; zeros for a network without contracts */
    readonly vmHash: Hex32;
  };
  readonly name: string;
  readonly symbol: string;
  readonly decimals: number;
  readonly genesisTime: number;
  /** 16 random bytes in hexadecimal: equal presets are different chains */
  readonly salt: string;
  /** base units a block creates for its producer */
  readonly reward: Amount;
  /** base units that the creation of an account costs its sender; they leave circulation */
  readonly accountDeposit: Amount;
  readonly gasPerByte: number;
  readonly gasPerSignature: number;
  readonly blockGasMax: number;
  readonly blockBytesMax: number;
  readonly stateBytesMax: number;
  /** blocks that a reorganisation may undo */
  readonly reorgLimit: number;
  /** blocks on top of a block after which it is shown as settled */
  readonly settleDepth: number;
  readonly consensus: ConsensusParameters;
  /** ascending by account, each once */
  readonly allocations: readonly Allocation[];
}

export const specLimits = {
  nameBytesMax: 40,
  symbolBytesMax: 8,
  /** 2^64 base units must still be a whole number of coins worth having */
  decimalsMax: 12,
  saltBytes: 16,
  /** one node message is 1 MiB; the rest is room for its envelope */
  blockBytesMax: 1_000_000,
  /** a state is held in memory */
  stateBytesMax: 256 * 1024 * 1024,
  allocationsMax: 4096,
  signersMax: 256,
} as const;

const writeAllocations = (writer: Writer, allocations: readonly Allocation[]): void => {
  writer.u16(allocations.length);
  for (const { account, amount } of allocations) writer.fixed(bytesOf(account), 32).u64(amount);
};

const readAllocations = (reader: Reader, max: number): readonly Allocation[] =>
  reader.list(reader.u16(), max, () => ({ account: readHex32(reader), amount: reader.u64() }));

const writeConsensus = (writer: Writer, parameters: ConsensusParameters): void => {
  switch (parameters.kind) {
    case 'pow': {
      const { retarget } = parameters;
      writer.u8(1).uint(parameters.blockTimeMs);
      if (retarget.kind === 'asert') writer.u8(1).uint(retarget.halfLifeMs);
      else writer.u8(2).uint(retarget.leadingHexZeros);
      writer.fixed(bytesOf(parameters.initialTarget), 32).u8(parameters.onlyWhenTransactionsWait ? 1 : 0);
      return;
    }
    case 'pos':
      writer
        .u8(2)
        .uint(parameters.slotMs)
        .uint(parameters.epochSlots)
        .uint(parameters.unbondingBlocks)
        .uint(parameters.evidenceBlocks)
        .u16(parameters.slashPermille)
        .u16(parameters.reporterPermille);
      writeAllocations(writer, parameters.stakes);
      return;
    case 'poa':
      writer.u8(3).uint(parameters.slotMs).fixed(bytesOf(parameters.admin), 32).u16(parameters.signers.length);
      for (const signer of parameters.signers) writer.fixed(bytesOf(signer), 32);
      writer.uint(parameters.activationDelay);
  }
};

const readPow = (reader: Reader): PowParameters => {
  const blockTimeMs = reader.uint();
  const retargetKind = reader.u8();
  if (retargetKind !== 1 && retargetKind !== 2) reader.refuse('an unknown retarget kind');
  const value = reader.uint();
  const retarget: Retarget =
    retargetKind === 2 ? { kind: 'fixed', leadingHexZeros: value } : { kind: 'asert', halfLifeMs: value };
  const initialTarget = readHex32(reader);
  const waiting = reader.u8();
  if (waiting > 1) reader.refuse('a flag above 1');
  return { kind: 'pow', blockTimeMs, retarget, initialTarget, onlyWhenTransactionsWait: waiting === 1 };
};

const readConsensus = (reader: Reader): ConsensusParameters => {
  const kind = reader.u8();
  if (kind === 2) {
    return {
      kind: 'pos',
      slotMs: reader.uint(),
      epochSlots: reader.uint(),
      unbondingBlocks: reader.uint(),
      evidenceBlocks: reader.uint(),
      slashPermille: reader.u16(),
      reporterPermille: reader.u16(),
      stakes: readAllocations(reader, specLimits.signersMax),
    };
  }
  if (kind === 3) {
    return {
      kind: 'poa',
      slotMs: reader.uint(),
      admin: readHex32(reader),
      signers: reader.list(reader.u16(), specLimits.signersMax, () => readHex32(reader)),
      activationDelay: reader.uint(),
    };
  }
  if (kind !== 1) reader.refuse('an unknown consensus kind');
  return readPow(reader);
};

export const encodeChainSpec = (spec: ChainSpec): Uint8Array => {
  const salt = fromHex(spec.salt);
  if (salt === undefined) throw new RangeError('a salt that is not hexadecimal');
  const writer = createWriter(512)
    .u16(spec.protocol.version)
    .fixed(bytesOf(spec.protocol.vmHash), 32)
    .text(spec.name)
    .text(spec.symbol)
    .u8(spec.decimals)
    .uint(spec.genesisTime)
    .fixed(salt, specLimits.saltBytes)
    .u64(spec.reward)
    .u64(spec.accountDeposit)
    .uint(spec.gasPerByte)
    .uint(spec.gasPerSignature)
    .uint(spec.blockGasMax)
    .uint(spec.blockBytesMax)
    .uint(spec.stateBytesMax)
    .uint(spec.reorgLimit)
    .uint(spec.settleDepth);
  writeConsensus(writer, spec.consensus);
  writeAllocations(writer, spec.allocations);
  return writer.finish();
};

/** Reads the form; whether the values are in range is for `checkChainSpec`. */
export const decodeChainSpec = (bytes: Uint8Array): Result<ChainSpec, DecodeFault> => {
  const reader = createReader(bytes);
  return reader.finish({
    protocol: { version: reader.u16(), vmHash: readHex32(reader) },
    name: reader.text(specLimits.nameBytesMax),
    symbol: reader.text(specLimits.symbolBytesMax),
    decimals: reader.u8(),
    genesisTime: reader.uint(),
    salt: toHex(reader.fixed(specLimits.saltBytes)),
    reward: reader.u64(),
    accountDeposit: reader.u64(),
    gasPerByte: reader.uint(),
    gasPerSignature: reader.uint(),
    blockGasMax: reader.uint(),
    blockBytesMax: reader.uint(),
    stateBytesMax: reader.uint(),
    reorgLimit: reader.uint(),
    settleDepth: reader.uint(),
    consensus: readConsensus(reader),
    allocations: readAllocations(reader, specLimits.allocationsMax),
  });
};
