// Where the fields of an encoded object are: the layouts of docs/protocol/bytes.md as lists, for a screen that shows bytes
// beside what they mean. Pure; what is not told apart (a payload of another kind) is one field. The tests hold the lists to
// the encoders: fields follow each other, are all of the bytes, and hold what the object says.

import type { ConsensusKind, Header, Transaction } from '../core/model/index.ts';
import type { ByteField } from './tree-shape.ts';

type Width = readonly [name: string, length: number];

const beforeConsensus: readonly Width[] = [
  ['version', 1],
  ['chainId', 32],
  ['height', 8],
  ['parent', 32],
  ['time', 8],
  ['producer', 32],
  ['transactionRoot', 32],
  ['stateRoot', 32],
  ['receiptRoot', 32],
  ['historyRoot', 32],
  ['gasUsed', 8],
  ['consensusKind', 1],
];

const ofConsensus: { readonly [K in ConsensusKind]: readonly Width[] } = {
  pow: [['target', 32]],
  pos: [
    ['slot', 8],
    ['vrfOutput', 64],
    ['validatorsHash', 32],
    ['nextValidatorsHash', 32],
  ],
  poa: [
    ['slot', 8],
    ['validatorsHash', 32],
    ['nextValidatorsHash', 32],
  ],
};

const beforePayload: readonly Width[] = [
  ['chainId', 32],
  ['sender', 32],
  ['nonce', 8],
  ['gasLimit', 8],
  ['gasPrice', 8],
  ['validUntil', 8],
  ['kind', 1],
];

const signatureBytes = 64;

/** One after the other; `rest` takes what is left before `tail`. */
const laidOut = (widths: readonly Width[], rest: string, length: number, tail: readonly Width[] = []): ByteField[] => {
  const known = [...widths, ...tail].reduce((sum, [, width]) => sum + width, 0);
  const all = [...widths, [rest, length - known] as const, ...tail].filter(([, width]) => width > 0);
  let at = 0;
  return all.map(([name, width]) => {
    const field = { name, start: at, length: width };
    at += width;
    return field;
  });
};

/** Of a header with its seal, `length` bytes together. */
export const headerFields = ({ consensus }: Header, length: number): readonly ByteField[] =>
  laidOut([...beforeConsensus, ...ofConsensus[consensus.kind]], 'seal', length);

/** Of the signed bytes. */
export const transactionFields = ({ payload, bytes }: Transaction): readonly ByteField[] => {
  const amount: readonly Width[] = payload.kind === 'transfer' ? [['amount', 8]] : [];
  const rest = payload.kind === 'transfer' ? 'to' : payload.kind === 'record' ? 'data' : 'payload';
  return laidOut(beforePayload, rest, bytes.length, [...amount, ['signature', signatureBytes]]);
};
