// Whatever bytes a store gives back for who may seal on a block.

import { bytesTarget, fuzzSuite, valueOf } from '../../../tests/fuzz/index.ts';
import { encodeValidators } from '../model/index.ts';
import {
  contextBytesMax,
  decodeContext,
  encodeContext,
  signersContext,
  stakesContext,
  stakeTable,
} from './validator-context.ts';

const key = (number: number): string => (number + 1).toString(16).padStart(64, '0');

const signersOf = (count: number): Uint8Array => {
  const signers = Array.from({ length: count }, (_, i) => key(i));
  const context = signersContext(encodeValidators({ kind: 'signers', signers }));
  if (!context.ok) throw new Error(context.error.type);
  return encodeContext(context.value);
};

const tableOf = (count: number) => {
  const stakes = Array.from({ length: count }, (_, i) => ({ account: key(i), amount: 5n }));
  const table = stakeTable(encodeValidators({ kind: 'stakes', stakes }));
  if (!table.ok) throw new Error(table.error.type);
  return table.value;
};

const stakesOf = (count: number): Uint8Array => {
  const tables = { current: tableOf(count), next: tableOf(1), live: tableOf(count) };
  return encodeContext(stakesContext({ epoch: 3, seed: key(8), mix: key(9), ...tables }));
};

fuzzSuite(
  bytesTarget({
    decoder: decodeContext,
    samples: [signersOf(1), signersOf(3), stakesOf(1), stakesOf(4)],
    largest: () => [signersOf(256), stakesOf(256)],
    lengthMax: contextBytesMax,
    decode: (bytes) => valueOf(decodeContext(bytes)),
    encode: encodeContext,
  }),
);
