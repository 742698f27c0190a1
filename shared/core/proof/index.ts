// Proofs of what a chain says, to be checked anywhere. Imports chain, state, consensus, model, crypto and bytes.

export { checkProofBytes, type ProofFault, type ProvenFact } from './check-proof.ts';
export { decodeProof } from './proof-codec.ts';
export { heightsAbove, proveAccount, proveStorage, proveTransaction } from './make-proof.ts';
