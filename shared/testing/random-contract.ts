// What every Random must do, as cases with plain assertions and no test framework: lengths, independence of what was
// given out, and bytes that are not obviously stuck. Whether a generator is cryptographic no test can show.

import { equalBytes } from '../core/bytes/index.ts';
import type { Random } from '../core/node/index.ts';

export interface RandomContractCase {
  readonly name: string;
  readonly run: (random: Random) => void;
}

const expectThat = (holds: boolean, sentence: string): void => {
  if (!holds) throw new Error(sentence);
};

const givesLengths = (random: Random): void => {
  for (const length of [0, 1, 16, 32, 65_536]) {
    expectThat(random.bytes(length).length === length, `other than ${length} bytes`);
  }
};

const differsEachTime = (random: Random): void => {
  expectThat(!equalBytes(random.bytes(32), random.bytes(32)), 'the same 32 bytes twice');
};

const givesItsOwnBytes = (random: Random): void => {
  const first = random.bytes(16);
  const kept = first.slice();
  random.bytes(16).fill(0);
  expectThat(equalBytes(first, kept), 'a later call changed bytes that were given out');
  expectThat(first.byteLength === first.buffer.byteLength, 'bytes inside a larger buffer');
};

/** Of 65,536 fair bytes each value comes 256 times, give or take 16: 130 to 400 is eight deviations away. */
const isSpread = (random: Random): void => {
  const counts = new Array<number>(256).fill(0);
  for (const byte of random.bytes(65_536)) counts[byte] = (counts[byte] ?? 0) + 1;
  expectThat(Math.min(...counts) > 130 && Math.max(...counts) < 400, 'some values are far too rare or too common');
};

export const randomContract: readonly RandomContractCase[] = [
  { name: 'gives as many bytes as asked for', run: givesLengths },
  { name: 'gives other bytes each time', run: differsEachTime },
  { name: 'gives bytes of its own', run: givesItsOwnBytes },
  { name: 'spreads over all values', run: isSpread },
];
