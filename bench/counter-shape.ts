// What a counter can do that is measured beside another, on whatever machine it runs: blocks of signed transactions, made
// and executed, and a view. Owns nothing.

export interface Counter {
  /** a block of signed increments, one from each person, that is executed next */
  readonly calls: () => readonly Uint8Array[];
  /** a block of signed deploys of the counter, that is executed next */
  readonly deploys: () => readonly Uint8Array[];
  /** From bytes to the state root, signatures checked; throws where one transaction fails. */
  readonly execute: (block: readonly Uint8Array[]) => void | Promise<void>;
  readonly view: () => bigint | Promise<bigint>;
}
