// Messages from peers, of every kind: refused, or exactly the form of what they say.

import { bytesTarget, fuzzSuite, valueOf } from '../../../tests/fuzz/index.ts';
import { headers, transactions } from '../../../tests/vectors/golden-samples.ts';
import { encodeBlock, type Hex32, sealHeader, type SealedHeader } from '../model/index.ts';
import { decodeMessage, encodeMessage, type Message, wireLimits } from './index.ts';

const ids: readonly Hex32[] = ['11', '22', '33'].map((byte) => byte.repeat(32));
const [first = ''] = ids;
const block = encodeBlock(headers.pow, transactions.slice(0, 1));

const messages: readonly Message[] = [
  { type: 'status', head: first, height: 258, weight: 2n ** 200n + 1n },
  { type: 'get-headers', request: 1, locator: ids },
  { type: 'headers', request: 2, headers: [headers.pow, headers.poa] },
  { type: 'headers', request: 2, headers: [] },
  { type: 'get-blocks', request: 3, ids },
  { type: 'blocks', request: 2 ** 32 - 1, blocks: [block, new Uint8Array(0)] },
  { type: 'announce', header: headers.pos },
  { type: 'block', block },
  { type: 'transactions', transactions: transactions.slice(0, 3).map(({ bytes }) => bytes) },
  { type: 'get-mempool' },
  { type: 'refusal', id: first, reason: 'zu späte Größe €🙂' },
  { type: 'get-state', request: 4, block: first, prefix: { depth: 12, path: `abc${'0'.repeat(61)}` } },
  { type: 'state', request: 4, part: new Uint8Array(9).fill(7) },
  { type: 'get-proof', request: 5, subject: { kind: 'record', key: `a${first}` } },
  { type: 'get-proof', request: 6, subject: { kind: 'transaction', id: first } },
  { type: 'proof', request: 6, proof: new Uint8Array(0) },
];

const remade = ({ header, seal }: SealedHeader): SealedHeader => sealHeader(header, seal);

fuzzSuite(
  bytesTarget({
    decoder: decodeMessage,
    samples: messages.map(encodeMessage),
    largest: () => [
      encodeMessage({
        type: 'headers',
        request: 1,
        headers: Array.from({ length: wireLimits.headersMax }, () => headers.pow),
      }),
    ],
    lengthMax: wireLimits.messageBytesMax,
    decode: (bytes) => valueOf(decodeMessage(bytes)),
    // Headers from their fields, not from the bytes that are kept with them.
    encode: (message) => {
      if (message.type === 'headers') return encodeMessage({ ...message, headers: message.headers.map(remade) });
      return encodeMessage(message.type === 'announce' ? { ...message, header: remade(message.header) } : message);
    },
  }),
);
