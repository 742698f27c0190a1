// The Verifier contract on real threads of Node.

import { describe, test } from 'vitest';
import { verifierContract, type VerifierUnderTest } from '../../shared/testing/index.ts';
import { createThreadVerifier } from './thread-verifier.ts';

const open = (): VerifierUnderTest => {
  const verifier = createThreadVerifier(2);
  return { verifier, close: verifier.close };
};

describe('the thread verifier', () => {
  test.each(verifierContract)('$name', async ({ run }) => run(open), 60_000);
});
