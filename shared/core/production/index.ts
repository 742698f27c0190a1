// Making blocks. Imports chain, state, consensus, model, crypto, bytes.

export { buildBlock, type Candidates, type Draft, type DraftResult } from './build-block.ts';
