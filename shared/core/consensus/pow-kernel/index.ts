// The proof-of-work search: its compiled kernel, and the walk through the nonces of a task.
// The kernel's source, kernel-wat.ts, is entered by scripts/build-kernel.ts alone.

export { createNonceSearch, type NonceSearch } from './nonce-search.ts';
export { createPowKernel, kernelBytes } from './pow-kernel.ts';
