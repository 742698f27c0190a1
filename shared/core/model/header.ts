// The block header, its seal and its id. The header commits to everything a block is; the seal is the proof that it
// may stand there. Proof of work: id = SHA-256(sealDigest ‖ nonce), one compression for each nonce tried. Proof of
// stake and authority: id = sealDigest, so that another valid seal over the same header is the same block.

import {
  concatBytes,
  createReader,
  createWriter,
  type DecodeFault,
  type Reader,
  type Result,
  toHex,
  type Writer,
} from '../bytes/index.ts';
import { hash, inDomain, sha256 } from '../crypto/index.ts';
import { bytesOf, type Hex32, readHex32 } from './address.ts';
import { decodeValidators } from './validators.ts';

export const protocolVersion = 1;

export type ConsensusField =
  | {
      readonly kind: 'pow';
      /** 256-bit number, big-endian; the id must be below it */
      readonly target: Hex32;
    }
  | {
      readonly kind: 'pos';
      readonly slot: number;
      /** 64 bytes */
      readonly vrfOutput: Uint8Array;
      readonly validatorsHash: Hex32;
      readonly nextValidatorsHash: Hex32;
    }
  | { readonly kind: 'poa'; readonly slot: number; readonly validatorsHash: Hex32; readonly nextValidatorsHash: Hex32 };

export type ConsensusKind = ConsensusField['kind'];

export interface Header {
  readonly version: number;
  /** zero in the genesis header, whose id it is */
  readonly chainId: Hex32;
  readonly height: number;
  /** in the genesis header the hash of the chain spec */
  readonly parent: Hex32;
  /** ms since 1970 */
  readonly time: number;
  /** public key that fees and reward go to */
  readonly producer: Hex32;
  readonly transactionRoot: Hex32;
  readonly stateRoot: Hex32;
  readonly receiptRoot: Hex32;
  /** Merkle mountain range over the ids of all ancestors */
  readonly historyRoot: Hex32;
  readonly gasUsed: number;
  readonly consensus: ConsensusField;
}

export interface SealedHeader {
  readonly header: Header;
  readonly seal: Uint8Array;
  readonly sealDigest: Hex32;
  readonly id: Hex32;
  /** header and seal */
  readonly bytes: Uint8Array;
  /**
   * Who rules the next block (validators.ts), where that is not who ruled this one. It is no part of the header, which
   * commits to it; it travels and is kept behind the seal, so that headers can be followed without their blocks.
   */
  readonly validators?: Uint8Array;
}

/** pow: nonce; pos: VRF proof (80) and signature (64); poa: signature. */
export const sealBytes: { readonly [K in ConsensusKind]: number } = { pow: 8, pos: 144, poa: 64 };

const writeConsensus = (writer: Writer, field: ConsensusField): Writer => {
  switch (field.kind) {
    case 'pow':
      return writer.u8(1).fixed(bytesOf(field.target), 32);
    case 'pos':
      return writer
        .u8(2)
        .uint(field.slot)
        .fixed(field.vrfOutput, 64)
        .fixed(bytesOf(field.validatorsHash), 32)
        .fixed(bytesOf(field.nextValidatorsHash), 32);
    case 'poa':
      return writer
        .u8(3)
        .uint(field.slot)
        .fixed(bytesOf(field.validatorsHash), 32)
        .fixed(bytesOf(field.nextValidatorsHash), 32);
  }
};

const readConsensus = (reader: Reader): ConsensusField => {
  const kind = reader.u8();
  if (kind === 2) {
    return {
      kind: 'pos',
      slot: reader.uint(),
      vrfOutput: reader.fixed(64),
      validatorsHash: readHex32(reader),
      nextValidatorsHash: readHex32(reader),
    };
  }
  if (kind === 3) {
    return {
      kind: 'poa',
      slot: reader.uint(),
      validatorsHash: readHex32(reader),
      nextValidatorsHash: readHex32(reader),
    };
  }
  if (kind !== 1) reader.refuse('an unknown consensus kind');
  return { kind: 'pow', target: readHex32(reader) };
};

export const encodeHeader = (header: Header): Uint8Array => {
  const writer = createWriter(512)
    .u8(header.version)
    .fixed(bytesOf(header.chainId), 32)
    .uint(header.height)
    .fixed(bytesOf(header.parent), 32)
    .uint(header.time)
    .fixed(bytesOf(header.producer), 32)
    .fixed(bytesOf(header.transactionRoot), 32)
    .fixed(bytesOf(header.stateRoot), 32)
    .fixed(bytesOf(header.receiptRoot), 32)
    .fixed(bytesOf(header.historyRoot), 32)
    .uint(header.gasUsed);
  return writeConsensus(writer, header.consensus).finish();
};

/** What a producer signs where a signature seals (proof of stake and authority). */
export const sealSigningBytes = (chainId: Hex32, sealDigest: Hex32): Uint8Array =>
  inDomain('header-signature', bytesOf(chainId), bytesOf(sealDigest));

/** The 32 bytes that the producer seals. */
export const sealDigestOf = (headerBytes: Uint8Array): Uint8Array => hash('header', headerBytes);

const sealed = (header: Header, headerBytes: Uint8Array, seal: Uint8Array): SealedHeader => {
  const digest = sealDigestOf(headerBytes);
  const id = header.consensus.kind === 'pow' ? sha256(concatBytes(digest, seal)) : digest;
  return { header, seal, sealDigest: toHex(digest), id: toHex(id), bytes: concatBytes(headerBytes, seal) };
};

export const sealHeader = (header: Header, seal: Uint8Array): SealedHeader => {
  if (seal.length !== sealBytes[header.consensus.kind]) throw new RangeError(`a seal of ${seal.length} bytes`);
  return sealed(header, encodeHeader(header), seal);
};

/** Reads header and seal where they stand in a longer form. */
export const readSealedHeader = (reader: Reader, bytes: Uint8Array): (() => SealedHeader) => {
  const start = reader.position();
  const header: Header = {
    version: reader.u8(),
    chainId: readHex32(reader),
    height: reader.uint(),
    parent: readHex32(reader),
    time: reader.uint(),
    producer: readHex32(reader),
    transactionRoot: readHex32(reader),
    stateRoot: readHex32(reader),
    receiptRoot: readHex32(reader),
    historyRoot: readHex32(reader),
    gasUsed: reader.uint(),
    consensus: readConsensus(reader),
  };
  const end = reader.position();
  const seal = reader.fixed(sealBytes[header.consensus.kind]);
  // The hashes are made only once the caller knows that the whole form is right.
  return () => sealed(header, bytes.slice(start, end), seal);
};

export const decodeSealedHeader = (bytes: Uint8Array): Result<SealedHeader, DecodeFault> => {
  const reader = createReader(bytes);
  const form = reader.finish(readSealedHeader(reader, bytes));
  return form.ok ? { ok: true, value: form.value() } : form;
};

/** A header as it lies in a store and in a message: with who rules the next block, where that has changed. */
export const headerEntryBytes = ({ bytes, validators }: SealedHeader): Uint8Array =>
  validators === undefined ? bytes : concatBytes(bytes, validators);

/** Whether the validators are those that the header commits to is for consensus. */
export const decodeHeaderEntry = (bytes: Uint8Array): Result<SealedHeader, DecodeFault> => {
  const reader = createReader(bytes);
  const form = readSealedHeader(reader, bytes);
  const rest = bytes.length - reader.position();
  if (reader.failed() || rest === 0) return decodeSealedHeader(bytes);
  const validators = reader.fixed(rest);
  if (!decodeValidators(validators).ok) reader.refuse('no validators behind the seal');
  const entry = reader.finish(form);
  if (!entry.ok) return entry;
  const header = entry.value();
  if (header.header.consensus.kind !== 'pow') return { ok: true, value: { ...header, validators } };
  return decodeSealedHeader(bytes);
};
