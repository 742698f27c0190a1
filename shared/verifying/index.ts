// Signature checks on several threads, both halves of it; a kind of node adds how its threads start and talk.

export {
  createPoolVerifier,
  type PoolVerifier,
  type PoolVerifierOptions,
  type StartVerifyThread,
  type VerifyTimer,
  verifyThreadCountMax,
} from './pool-verifier.ts';
export { verdictsOn, type VerifyCommand, type VerifyReport } from './verify-messages.ts';
