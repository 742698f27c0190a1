// What a contract may use at most. Part of the protocol: a change makes another machine. Gas is in units of the meter,
// about 2.5 ns each on the reference machine (20 million end a program in 50 ms).

export const contractLimits = {
  /** gas that one transaction's execution may use, whatever its gas limit: 50 ms, and no call takes longer */
  executionGasMax: 20_000_000,
  /** gas that reading a contract's module may use, measured when it is deployed: 24 KiB of dense code take 0.95 million */
  evaluationGasMax: 1_200_000,
  /** calls inside calls */
  depthMax: 8,
  keyBytesMax: 64,
  valueBytesMax: 4 * 1024,
  resultBytesMax: 16 * 1024,
  eventNameBytesMax: 64,
  eventDataBytesMax: 4 * 1024,
  /** events of one transaction: their bytes are paid for, this bounds what a receipt lists */
  eventsMax: 256,
  reasonBytesMax: 256,
} as const;

/**
 * What frames may take of the host's stack, in the meter's estimate of bytes. All frames of a transaction share
 * `callStack`, each nested one also takes `nestedFrame` for the host's own frames between them; an evaluation has
 * `evaluationStack` of its own on top, always the same, so that its outcome does not depend on who calls. Together
 * 374 kB where the smallest host stack, that of a Chromium worker, holds three times as much in these units.
 */
export const stackLimits = { callStack: 240_000, evaluationStack: 80_000, nestedFrame: 6_000 } as const;
