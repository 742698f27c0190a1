// Signatures of inputs that wait for their turn, checked on other threads while earlier inputs are executed and
// committed. Only what was found right counts: it is remembered before the input has its turn. So verdicts, and their
// order, are those of a node without such threads.
// Bounds: looks at `inputsMax` inputs and has `signaturesMax` signatures out, which the memory of verified ones holds.

import type { TabchainNode } from './create-node.ts';
import type { InputQueue, Waiting } from './input-queue.ts';
import type { AheadSignature } from './look-ahead.ts';
import type { Verifier } from './ports.ts';

export interface VerifyAhead {
  /** Looks at what waits and sends what is worth it. */
  readonly look: () => void;
}

/** Two full blocks beyond the one that is being executed; more would wait in memory without being sooner done. */
const inputsMax = 16;
const signaturesMax = 10_000;
/** Fewer are checked in place sooner than they travel: 16 take a millisecond. */
const worthTravelling = 16;

export const createVerifyAhead = (
  node: Pick<TabchainNode, 'lookAhead' | 'rememberVerified'>,
  queue: InputQueue,
  verifier: Verifier | undefined,
): VerifyAhead => {
  if (verifier === undefined) return { look: () => undefined };
  let out = 0;
  /** of inputs that were looked at, too few to be sent so far */
  let few: { readonly waiting: Waiting; readonly signatures: readonly AheadSignature[] }[] = [];

  const check = async (signatures: readonly AheadSignature[]): Promise<void> => {
    out += signatures.length;
    const verdicts = await verifier.verify(signatures);
    out -= signatures.length;
    node.rememberVerified(signatures.flatMap(({ signedHash }, i) => (verdicts[i] === true ? [signedHash] : [])));
  };

  const send = (): void => {
    const signatures = few.flatMap((one) => one.signatures);
    if (signatures.length < worthTravelling) return;
    const verifying = check(signatures);
    for (const { waiting } of few) waiting.verifying = verifying;
    few = [];
  };

  return {
    look: () => {
      few = few.filter(({ waiting }) => !waiting.handled);
      for (const waiting of queue.first(inputsMax)) {
        if (waiting.looked) continue;
        if (out >= signaturesMax) return;
        waiting.looked = true;
        const { input, signatures } = node.lookAhead(waiting.input);
        waiting.input = input;
        if (signatures.length > 0) few.push({ waiting, signatures });
        send();
      }
    },
  };
};
