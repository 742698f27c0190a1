// What the host's work for a contract costs, in gas beside what the meter counts inside the engine. Each price covers
// the time of the operation on the reference machine at 400,000 gas a millisecond with room to spare; the bench
// `contract-gas` prints how near the costliest calls come. docs/contracts.md has the table for people.

export const gasPrices = {
  /** setting an instance back to its snapshot, context and answer: 40 µs */
  frame: 16_000,
  /** arguments, results and stored bytes that pass the boundary, each byte */
  byte: 4,
  /** a record looked up: two hashes and a map */
  read: 3_000,
  /** a record changed: it goes into the trie and on the disk */
  write: 12_000,
  /** each byte written */
  writtenByte: 40,
  /** a fact of the context, or an address read from its text */
  address: 4_000,
  transfer: 12_000,
  emit: 3_000,
  emittedByte: 40,
  sha256: 1_000,
  verifySignature: 40_000,
} as const;
