// Parts of a state from strangers: every form is refused or is exactly what it says, and of parts only those hold that were cut
// from the state.

import { bytesTarget, fuzzSuite, valueOf } from '../../../tests/fuzz/index.ts';
import { fromHex, toHex } from '../bytes/index.ts';
import { hash } from '../crypto/index.ts';
import {
  createState,
  createStateParts,
  decodeStatePart,
  encodeStatePart,
  rootPrefix,
  type StateEntry,
  type StatePart,
  statePartHolds,
  statePartLimits,
} from './index.ts';

const recordAt = (i: number): StateEntry => [`a${toHex(hash('state-key', Uint8Array.of(i)))}`, new Uint8Array(i % 30)];
const state = createState(Array.from({ length: 40 }, (_, i) => recordAt(i)));
const root = fromHex(state.root()) ?? new Uint8Array(0);

const cut = (bytesAimed: number): StatePart => {
  const part = createStateParts(state.entries(), state.preview([]).trie, bytesAimed).partOf(rootPrefix);
  if (part === undefined) throw new Error('a state without parts');
  return part;
};
const samples = [1, 150, 400, 100_000].map((bytesAimed) => encodeStatePart(cut(bytesAimed)));

const fullest = (): Uint8Array => {
  const count = Math.floor((statePartLimits.bytesMax - 64) / 38);
  const entries = Array.from({ length: count }, (_, i): StateEntry => [
    `a${i.toString(16).padStart(64, '0')}`,
    Uint8Array.of(1),
  ]);
  return encodeStatePart({ ...rootPrefix, siblings: [], entries });
};

const holds = (bytes: Uint8Array): StatePart | undefined => {
  const part = valueOf(decodeStatePart(bytes));
  return part !== undefined && statePartHolds(root, part) ? part : undefined;
};

fuzzSuite(
  bytesTarget({
    decoder: decodeStatePart,
    samples,
    largest: () => [fullest()],
    lengthMax: 8192,
    decode: (bytes) => valueOf(decodeStatePart(bytes)),
    encode: (part) => encodeStatePart(part),
  }),
  bytesTarget({
    decoder: statePartHolds,
    samples,
    everyChangeBreaks: true,
    lengthMax: 8192,
    decode: holds,
    encode: (part) => encodeStatePart(part),
  }),
);
