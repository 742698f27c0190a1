// Where things are in the memory of the metered binary. Its hash is checked before it is used, so these are facts of one
// build: found with `node scripts/build-machine.ts` and the tests, which fail when a new build of the package moves them.

/** Where things are in the memory of this binary: static data below the stack, then the heap. */
export const engineLayout = {
  /** the engine's stack grows down from `stackTop` towards `dataEnd` */
  dataEnd: 90_208,
  stackTop: 5_333_088,
  /** the meter's trap: one MiB of stack */
  stackFloor: 5_333_088 - 1024 * 1024,
  /** the word that says where the heap ends; it only grows */
  heapEndWord: 86_864,
} as const;
