// What every Verifier must do, as a list of cases with plain assertions and no test framework: the same list runs on Web
// Workers in a browser page and on threads of Node. Bounded: some thousand signatures, made once.

import { signMessage, publicKeyOf } from '../core/crypto/index.ts';
import type { SignedBytes, Verifier } from '../core/node/index.ts';
import { contractCase } from './contract-case.ts';

export interface VerifierUnderTest {
  readonly verifier: Verifier;
  readonly close: () => void;
}

export interface VerifierContractCase {
  readonly name: string;
  readonly run: (open: () => VerifierUnderTest) => Promise<void>;
}

const deadlineMs = 20_000;
const distinct = 40;

/** A signature over a message of its own length; every seventh is wrong, in one bit or over another message. */
const signedBytes = (index: number): SignedBytes => {
  const seed = new Uint8Array(32).fill(index + 1);
  const message = new Uint8Array(1 + index * 9).fill(index);
  const signature = signMessage(seed, message);
  if (isWrong(index)) signature[index % 64] = (signature[index % 64] ?? 0) ^ 1;
  return { signature, message, publicKey: publicKeyOf(seed) };
};

const isWrong = (index: number): boolean => index % 7 === 3;

const samples: SignedBytes[] = [];

const batchOf = (count: number, from = 0): readonly SignedBytes[] => {
  for (let index = samples.length; index < distinct; index++) samples.push(signedBytes(index));
  return Array.from({ length: count }, (_, i) => samples[(from + i) % distinct] ?? signedBytes(0));
};

const expectedOf = (count: number, from = 0): string =>
  Array.from({ length: count }, (_, i) => (isWrong((from + i) % distinct) ? 0 : 1)).join('');

const inDigits = (verdicts: readonly boolean[]): string => verdicts.map(Number).join('');

const expectEqual = (actual: string, expected: string, what: string): void => {
  if (actual !== expected) throw new Error(`${what}: ${actual} instead of ${expected}`);
};

/** Until its threads have loaded a verifier may find nothing out. */
const warmUp = async ({ verifier }: VerifierUnderTest): Promise<void> => {
  const end = performance.now() + deadlineMs;
  while ((await verifier.verify(batchOf(1)))[0] !== true) {
    if (performance.now() > end) throw new Error('it finds nothing out');
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 1);
    });
  }
};

const tellsRightFromWrong = async (test: VerifierUnderTest): Promise<void> => {
  await warmUp(test);
  for (const count of [0, 1, 63, 64, 65, 500]) {
    expectEqual(inDigits(await test.verifier.verify(batchOf(count))), expectedOf(count), `${count} signatures`);
  }
};

const answersEachBatch = async (test: VerifierUnderTest): Promise<void> => {
  await warmUp(test);
  const sizes = [200, 3, 130, 1, 64];
  const answers = await Promise.all(sizes.map((size, i) => test.verifier.verify(batchOf(size, i))));
  answers.forEach((verdicts, i) => {
    expectEqual(inDigits(verdicts), expectedOf(sizes[i] ?? 0, i), `batch ${i}`);
  });
};

const refusesOtherLengths = async (test: VerifierUnderTest): Promise<void> => {
  await warmUp(test);
  const [right] = batchOf(1);
  if (right === undefined) throw new Error('no sample');
  const short = { ...right, publicKey: right.publicKey.subarray(1) };
  const long = { ...right, signature: new Uint8Array(65) };
  expectEqual(inDigits(await test.verifier.verify([short, right, long, right])), '0101', 'lengths');
};

const leavesBatchesWhole = async (test: VerifierUnderTest): Promise<void> => {
  await warmUp(test);
  const batch = batchOf(10);
  await test.verifier.verify(batch);
  if (batch.some(({ signature, message }) => signature.length !== 64 || message.length === 0)) {
    throw new Error('what was asked about is no longer there');
  }
};

const answersWhenClosed = async (test: VerifierUnderTest): Promise<void> => {
  await warmUp(test);
  const out = test.verifier.verify(batchOf(500));
  test.close();
  expectEqual(String((await out).length), '500', 'answers after the end');
};

export const verifierContract: readonly VerifierContractCase[] = [
  contractCase('tells right signatures from wrong ones, in their order', tellsRightFromWrong),
  contractCase('answers each of several batches at once by its own', answersEachBatch),
  contractCase('keys and signatures of other lengths are not right', refusesOtherLengths),
  contractCase('leaves what it was given as it is', leavesBatchesWhole),
  contractCase('answers what is out when it is closed', answersWhenClosed),
];
