// Messages between nodes: one byte for the kind, then the fields in the canonical form of bytes/. Each fits one node
// message of 1 MiB; gossip carries `block`, `announce` and `transactions` of at most 64 KiB. Decoding is total and
// bounded. docs/protocol/sync.md has the table and who may send what when.

import {
  createReader,
  createWriter,
  type DecodeFault,
  err,
  fromHex,
  type Reader,
  type Result,
  toHex,
  type Writer,
} from '../bytes/index.ts';
import {
  bytesOf,
  decodeHeaderEntry,
  headerEntryBytes,
  type Hex32,
  readHex32,
  type SealedHeader,
} from '../model/index.ts';

export const wireLimits = {
  messageBytesMax: 1024 * 1024,
  gossipBytesMax: 64 * 1024,
  /** 2,000 headers of 330 bytes are 660 kB */
  headersMax: 2000,
  /** a locator's steps double: 64 reach back 2^54 blocks */
  locatorMax: 64,
  blocksMax: 16,
  transactionsMax: 512,
  /** a sealed header of at most 530 bytes, and 256 validators of 40 */
  headerBytesMax: 12 * 1024,
  reasonBytesMax: 200,
  /** bits of a path in the state's trie */
  statePathBits: 256,
  /** the letter of a state key and its 32 bytes in hexadecimal */
  stateKeyBytesMax: 65,
} as const;

/** A subtree of the state's trie: the records whose paths begin with the first `depth` bits of `path`, the rest being 0. */
export interface StatePrefix {
  readonly depth: number;
  readonly path: Hex32;
}

/** What a proof is asked about. */
export type ProofSubject =
  { readonly kind: 'record'; readonly key: string } | { readonly kind: 'transaction'; readonly id: Hex32 };

export type Message =
  | { readonly type: 'status'; readonly head: Hex32; readonly height: number; readonly weight: bigint }
  | {
      readonly type: 'get-headers';
      readonly request: number;
      /** ids of known blocks from the tip backwards, further and further apart, ending in the genesis block */
      readonly locator: readonly Hex32[];
    }
  | { readonly type: 'headers'; readonly request: number; readonly headers: readonly SealedHeader[] }
  | { readonly type: 'get-blocks'; readonly request: number; readonly ids: readonly Hex32[] }
  | { readonly type: 'blocks'; readonly request: number; readonly blocks: readonly Uint8Array[] }
  /** a block too long for gossip: whoever lacks it asks the one it heard this from */
  | { readonly type: 'announce'; readonly header: SealedHeader }
  /** with who rules next, where its header carries that */
  | { readonly type: 'block'; readonly block: Uint8Array; readonly validators?: Uint8Array }
  | { readonly type: 'transactions'; readonly transactions: readonly Uint8Array[] }
  | { readonly type: 'get-mempool' }
  /** what the other side sent was refused, and why; never answered */
  | { readonly type: 'refusal'; readonly id: Hex32; readonly reason: string }
  /** for a part of the state after a settled block */
  | { readonly type: 'get-state'; readonly request: number; readonly block: Hex32; readonly prefix: StatePrefix }
  /** a part of it, or nothing where it cannot be had; see state-part.ts for the bytes */
  | { readonly type: 'state'; readonly request: number; readonly part: Uint8Array }
  | { readonly type: 'get-proof'; readonly request: number; readonly subject: ProofSubject }
  /** a proof as docs/protocol/proofs.md has it, or nothing where there is none */
  | { readonly type: 'proof'; readonly request: number; readonly proof: Uint8Array };

const kinds = {
  status: 1,
  'get-headers': 2,
  headers: 3,
  'get-blocks': 4,
  blocks: 5,
  announce: 6,
  block: 7,
  transactions: 8,
  'get-mempool': 9,
  refusal: 10,
  'get-state': 11,
  state: 12,
  'get-proof': 13,
  proof: 14,
} as const;

const subjectKinds = { record: 1, transaction: 2 } as const;

const weightBytes = 32;

const weightBytesOf = (weight: bigint): Uint8Array => {
  const bytes = fromHex(weight.toString(16).padStart(2 * weightBytes, '0'));
  if (bytes?.length !== weightBytes) throw new RangeError('a weight above 256 bits');
  return bytes;
};

const writeIds = (writer: Writer, ids: readonly Hex32[]): Writer => {
  writer.u16(ids.length);
  for (const id of ids) writer.fixed(bytesOf(id), 32);
  return writer;
};

const writeParts = (writer: Writer, parts: readonly Uint8Array[]): Writer => {
  writer.u16(parts.length);
  for (const part of parts) writer.bytes32(part);
  return writer;
};

const writeSubject = (writer: Writer, subject: ProofSubject): Writer => {
  writer.u8(subjectKinds[subject.kind]);
  return subject.kind === 'record' ? writer.text(subject.key) : writer.fixed(bytesOf(subject.id), 32);
};

export const encodeMessage = (message: Message): Uint8Array => {
  const writer = createWriter(512).u8(kinds[message.type]);
  switch (message.type) {
    case 'status':
      return writer
        .fixed(bytesOf(message.head), 32)
        .uint(message.height)
        .fixed(weightBytesOf(message.weight), weightBytes)
        .finish();
    case 'get-headers':
      return writeIds(writer.u32(message.request), message.locator).finish();
    case 'headers':
      return writeParts(writer.u32(message.request), message.headers.map(headerEntryBytes)).finish();
    case 'get-blocks':
      return writeIds(writer.u32(message.request), message.ids).finish();
    case 'blocks':
      return writeParts(writer.u32(message.request), message.blocks).finish();
    case 'announce':
      return writer.bytes32(headerEntryBytes(message.header)).finish();
    case 'block':
      writer.bytes32(message.block);
      return (message.validators === undefined ? writer : writer.bytes16(message.validators)).finish();
    case 'transactions':
      return writeParts(writer, message.transactions).finish();
    case 'get-mempool':
      return writer.finish();
    case 'refusal':
      return writer.fixed(bytesOf(message.id), 32).text(message.reason).finish();
    case 'get-state': {
      const { depth, path } = message.prefix;
      return writer.u32(message.request).fixed(bytesOf(message.block), 32).u16(depth).fixed(bytesOf(path), 32).finish();
    }
    case 'state':
      return writer.u32(message.request).bytes32(message.part).finish();
    case 'get-proof':
      return writeSubject(writer.u32(message.request), message.subject).finish();
    case 'proof':
      return writer.u32(message.request).bytes32(message.proof).finish();
  }
};

const readIds = (reader: Reader, max: number): readonly Hex32[] =>
  reader.list(reader.u16(), max, () => readHex32(reader));

const readParts = (reader: Reader, max: number, bytesMax: number): readonly Uint8Array[] =>
  reader.list(reader.u16(), max, () => reader.bytes32(bytesMax));

/** Bits beyond the depth must be 0, so that each subtree has one name. */
const readPrefix = (reader: Reader): StatePrefix => {
  const depth = reader.u16();
  const path = reader.fixed(32);
  const isPadded = path.every((byte, index) => (byte & (0xff >> Math.min(8, Math.max(0, depth - 8 * index)))) === 0);
  if (depth > wireLimits.statePathBits || !isPadded) reader.refuse('a prefix of another form');
  return { depth, path: toHex(path) };
};

const readSubject = (reader: Reader): ProofSubject => {
  const kind = reader.u8();
  if (kind === subjectKinds.record) return { kind: 'record', key: reader.text(wireLimits.stateKeyBytesMax) };
  if (kind !== subjectKinds.transaction) reader.refuse('a proof of something else');
  return { kind: 'transaction', id: readHex32(reader) };
};

type HeaderParts = {
  readonly parts: readonly Uint8Array[];
  readonly make: (headers: readonly SealedHeader[]) => Message;
};

const readFields = (reader: Reader, length: number): Message | HeaderParts | undefined => {
  const limits = wireLimits;
  switch (reader.u8()) {
    case 1: {
      const head = readHex32(reader);
      const height = reader.uint();
      const weight = reader.fixed(weightBytes);
      return { type: 'status', head, height, weight: BigInt(`0x0${toHex(weight)}`) };
    }
    case 2:
      return { type: 'get-headers', request: reader.u32(), locator: readIds(reader, limits.locatorMax) };
    case 3: {
      const request = reader.u32();
      const parts = readParts(reader, limits.headersMax, limits.headerBytesMax);
      return { parts, make: (headers) => ({ type: 'headers', request, headers }) };
    }
    case 4:
      return { type: 'get-blocks', request: reader.u32(), ids: readIds(reader, limits.blocksMax) };
    case 5:
      return {
        type: 'blocks',
        request: reader.u32(),
        blocks: readParts(reader, limits.blocksMax, limits.messageBytesMax),
      };
    case 6: {
      const parts = [reader.bytes32(limits.headerBytesMax)];
      return { parts, make: ([header]) => ({ type: 'announce', header: header as SealedHeader }) };
    }
    case 7: {
      const block = reader.bytes32(limits.messageBytesMax);
      if (reader.failed() || reader.position() === length) return { type: 'block', block };
      const validators = reader.bytes16(limits.headerBytesMax);
      if (validators.length === 0) reader.refuse('no validators behind a block');
      return { type: 'block', block, validators };
    }
    case 8:
      return { type: 'transactions', transactions: readParts(reader, limits.transactionsMax, limits.gossipBytesMax) };
    case 9:
      return { type: 'get-mempool' };
    case 10:
      return { type: 'refusal', id: readHex32(reader), reason: reader.text(limits.reasonBytesMax) };
    case 11:
      return { type: 'get-state', request: reader.u32(), block: readHex32(reader), prefix: readPrefix(reader) };
    case 12:
      return { type: 'state', request: reader.u32(), part: reader.bytes32(limits.messageBytesMax) };
    case 13:
      return { type: 'get-proof', request: reader.u32(), subject: readSubject(reader) };
    case 14:
      return { type: 'proof', request: reader.u32(), proof: reader.bytes32(limits.messageBytesMax) };
    default:
      reader.refuse('an unknown message kind');
      return undefined;
  }
};

export const decodeMessage = (bytes: Uint8Array): Result<Message, DecodeFault> => {
  const limit = wireLimits.messageBytesMax;
  if (bytes.length > limit) return err({ type: 'bytes-over-limit', at: 0, length: bytes.length, limit });
  const reader = createReader(bytes);
  const form = reader.finish(readFields(reader, bytes.length));
  if (!form.ok) return form;
  const fields = form.value;
  if (fields === undefined) return err({ type: 'bytes-not-canonical', at: 0, what: 'an unknown message kind' });
  if (!('parts' in fields)) return { ok: true, value: fields };
  const headers: SealedHeader[] = [];
  for (const part of fields.parts) {
    const header = decodeHeaderEntry(part);
    if (!header.ok) return header;
    headers.push(header.value);
  }
  return { ok: true, value: fields.make(headers) };
};
