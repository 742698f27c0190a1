// What peers and the shelf bring to the files part: Bitswap messages, named holders, records, and bytes and names of files.

import { encode as encodeDagPb } from '@ipld/dag-pb';
import { peerIdFromString } from '@libp2p/peer-id';
import { UnixFS } from 'ipfs-unixfs';
import { CID } from 'multiformats/cid';
import { bytesTarget, fuzzSuite, type Json, jsonFrames, textTarget, valueOf } from '../../tests/fuzz/index.ts';
import { concatBytes } from '../core/bytes/index.ts';
import { cleanFileName } from '../core/model/index.ts';
import { fileNameIsClean } from '../core/state/index.ts';
import { peerIdFromKey } from '../p2p/index.ts';
import { type BitswapMessage, bitswapLimits, decodeBitswap, encodeBitswap } from './bitswap-message.ts';
import { decodeHolders, encodeHolders } from './holder-question.ts';
import { decodeKeptFile, encodeKeptFile } from './kept-files.ts';
import { decodeLastSeen, encodeLastSeen } from './last-seen.ts';
import { decodeFileBlock } from './read-content.ts';
import { sniffMediaType } from './sniff-media-type.ts';
import { decodeLinks, stepOf } from './walk-dag.ts';

const filled = (byte: number, length = 32): Uint8Array<ArrayBuffer> => new Uint8Array(length).fill(byte);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const cid = Uint8Array.from([1, 0x55, 0x12, 32, ...filled(7)]);
const prefix = cid.slice(0, 4);
const want = { cid, cancel: false, onlyHave: true, sendDontHave: true };
const messages: readonly BitswapMessage[] = [
  { wants: [], full: true, blocks: [], presences: [] },
  { wants: [want, { ...want, cancel: true, onlyHave: false }], full: false, blocks: [], presences: [] },
  { wants: [], full: false, blocks: [{ prefix, data: filled(3, 90) }], presences: [{ cid, has: false }] },
  {
    ...{ wants: [want], full: true, blocks: [{ prefix, data: filled(0, 0) }] },
    presences: [true, false].map((has) => ({ cid, has })),
  },
];

/** Without the length before it, which the reader of the stream took off. */
const bodyOf = (message: BitswapMessage): Uint8Array => {
  const bytes = encodeBitswap(message);
  return bytes.subarray(bytes.findIndex((byte) => byte < 128) + 1);
};
const isBounded = ({ wants, blocks, presences }: BitswapMessage): boolean =>
  wants.length <= bitswapLimits.wantsMax &&
  blocks.length <= bitswapLimits.blocksMax &&
  presences.length <= bitswapLimits.presencesMax;

/** As many of each as there may be, and of the greatest length that a peer may send unasked. */
const manyMessages = (): readonly Uint8Array[] => [
  bodyOf({
    ...{ wants: Array.from({ length: bitswapLimits.wantsMax }, () => want), full: true, blocks: [] },
    presences: [],
  }),
  bodyOf({
    ...{ wants: [], full: false, blocks: [] },
    presences: Array.from({ length: bitswapLimits.presencesMax }, () => ({ cid, has: true })),
  }),
  // Nothing but numbers that mean nothing.
  Uint8Array.from({ length: 65_536 }, (_, at) => (at % 2 === 0 ? 0x28 : 1)),
];

const peers = [1, 2, 255].map((byte) => peerIdFromKey(filled(byte)));

const cidText = 'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku';
const records: readonly Json[] = [
  {
    cid: cidText,
    name: 'Größe.txt',
    mediaType: 'text/plain',
    size: 7,
    why: 'own',
    since: 1_767_225_600_000,
    complete: true,
  },
  { cid: cidText, name: 'file', mediaType: '', size: 0, why: 'seen', since: 0, complete: false },
];
const drawRecord = jsonFrames({ samples: records });

/** A file of so many leaves, of 7 bytes each. */
const fileNode = (leaves: number): Uint8Array => {
  const file = new UnixFS({ type: 'file', blockSizes: Array.from({ length: leaves }, () => 7n) });
  const link = { Hash: CID.decode(cid), Name: '', Tsize: 7 };
  return encodeDagPb({ Data: file.marshal(), Links: Array.from({ length: leaves }, () => link) });
};
const fileNodes = [0, 1, 3].map(fileNode);
const nodeStep = stepOf(Uint8Array.from([1, 0x70, 0x12, 32, ...filled(7)]));

/** Undefined where it is refused as it should be; any other fault is a finding. */
const unlessRefused = <T>(decode: () => T): T | undefined => {
  try {
    return decode();
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'FilesFault') return undefined;
    throw cause;
  }
};

const mediaTypeForm = /^(?:application|audio|image|text|video)\/[a-z0-9-]+$/;

fuzzSuite(
  bytesTarget({
    decoder: decodeBitswap,
    samples: messages.map(bodyOf),
    largest: manyMessages,
    lengthMax: 65_536,
    // Unknown fields are skipped, as protocol buffers ask.
    canonical: 'settles',
    decode: (bytes) => valueOf(decodeBitswap(new Uint8Array(bytes))),
    encode: (message) => {
      if (!isBounded(message)) throw new Error('more than there may be');
      return bodyOf(message);
    },
  }),
  bytesTarget({
    decoder: decodeHolders,
    samples: [encodeHolders([]), encodeHolders(peers), encodeHolders(peers.slice(1))],
    lengthMax: 2_048,
    // Who is none is left out, and the others stand.
    canonical: 'settles',
    decode: decodeHolders,
    encode: (holders) => {
      if (holders.length > 16) throw new Error(`${holders.length} holders`);
      // It is dialled as it is: libp2p must take it for a peer id.
      for (const holder of holders) peerIdFromString(holder);
      return encodeHolders(holders);
    },
  }),
  bytesTarget({
    decoder: decodeKeptFile,
    samples: records.map((json) => utf8(JSON.stringify(json))),
    lengthMax: 4096,
    canonical: 'settles',
    mend: (_bytes, random) => utf8(JSON.stringify(drawRecord(random))),
    decode: decodeKeptFile,
    encode: encodeKeptFile,
  }),
  bytesTarget({
    decoder: decodeLinks,
    samples: fileNodes,
    lengthMax: 4096,
    decode: (bytes) => unlessRefused(() => decodeLinks(bytes)),
    encode: (links, bytes) => {
      for (const link of links) CID.decode(link);
      return bytes;
    },
  }),
  bytesTarget({
    decoder: decodeFileBlock,
    samples: fileNodes,
    lengthMax: 4096,
    decode: (bytes) => unlessRefused(() => decodeFileBlock(bytes, { step: nodeStep, at: 0 })),
    encode: ({ children, size }, bytes) => {
      const parts = children.reduce((sum, child) => sum + (child.size ?? 0), 0);
      if (!(size >= parts)) throw new Error(`${size} bytes, of which ${parts} are of its parts`);
      return bytes;
    },
  }),
  bytesTarget({
    decoder: sniffMediaType,
    samples: [
      ...['hello', 'Größe €🙂', '%PDF-1.7', 'GIF89a', '<svg onload="alert(1)">', '0000ftypavif', 'RIFF0000WEBP'].map(
        utf8,
      ),
      concatBytes(filled(97, 511), utf8('é')),
    ],
    lengthMax: 1024,
    decode: sniffMediaType,
    encode: (mediaType, bytes) => {
      // Nothing that a browser would run.
      if (!mediaTypeForm.test(mediaType) || /html|xml|svg|script/.test(mediaType)) throw new Error(mediaType);
      return bytes;
    },
  }),
  bytesTarget({
    decoder: decodeLastSeen,
    samples: [
      encodeLastSeen(new Map()),
      encodeLastSeen(
        new Map([
          ['ab'.repeat(32), 5],
          ['cd'.repeat(32), 6],
        ]),
      ),
    ],
    lengthMax: 4096,
    canonical: 'settles',
    decode: decodeLastSeen,
    encode: encodeLastSeen,
  }),
  textTarget({
    decoder: cleanFileName,
    samples: ['photo.png', 'Größe 🙂.txt', 'file', 'a'.repeat(255)],
    lengthMax: 4096,
    tokens: ['..', '/', '\\', '.', '\u202e'],
    canonical: 'settles',
    decode: cleanFileName,
    encode: (name) => {
      // What the rules of the chain let into a transaction.
      if (!fileNameIsClean(name)) throw new Error(JSON.stringify(name));
      return name;
    },
  }),
);
