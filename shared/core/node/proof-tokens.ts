// How many proofs a peer may still ask for: a bucket of tokens that fills again with time. Each peer's book has one, so
// that one peer cannot use up what the others may ask for.

import { type Level, refill } from './refill.ts';

export type ProofTokens = Level;

/** A page with its accounts at once, and then an account and a payment in each block of a fast chain. */
const tokensMax = 40;
const tokensPerSecond = 10;

export const fullTokens = (): ProofTokens => ({ left: tokensMax, at: 0 });

export const takeToken = (tokens: ProofTokens, now: number): boolean => {
  refill(tokens, tokensMax, tokensPerSecond, now);
  if (tokens.left < 1) return false;
  tokens.left -= 1;
  return true;
};
