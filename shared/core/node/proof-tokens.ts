// How many proofs a peer may still ask for: a bucket of tokens that fills again with time. Each peer's book has one, so
// that one peer cannot use up what the others may ask for.

export interface ProofTokens {
  count: number;
  /** ms since 1970, when they were counted */
  at: number;
}

/** A page with its accounts at once, and then an account and a payment in each block of a fast chain. */
const tokensMax = 40;
const tokensPerSecond = 10;

export const fullTokens = (): ProofTokens => ({ count: tokensMax, at: 0 });

export const takeToken = (tokens: ProofTokens, now: number): boolean => {
  const since = Math.max(0, now - tokens.at);
  tokens.count = Math.min(tokensMax, tokens.count + (since * tokensPerSecond) / 1000);
  tokens.at = now;
  if (tokens.count < 1) return false;
  tokens.count -= 1;
  return true;
};
