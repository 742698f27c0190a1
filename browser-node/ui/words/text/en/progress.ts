// How far a payment or a record is: waiting, in a block, final, failed, dropped.
// `where` is a place from `inBlock`, or nothing where the block is not known.

export const progress = {
  inBlock: (height: number) => ` in block ${height}`,
  pending: 'Pending',
  pendingText: 'Pending: waiting for a block to include it',
  failed: 'Failed',
  failedText: (where: string, why: string) => `Failed${where}: ${why}. The fee was paid.`,
  rulesNotMet: 'its rules were not met',
  final: 'Final',
  finalText: (where: string, confirmed: string) => `Final${where} · ${confirmed}`,
  notFinalYet: 'not final yet',
  finalIn: (duration: string) => `final in about ${duration}`,
  includedText: (where: string, confirmed: string, until: string) => `Included${where} · ${confirmed} · ${until}`,
  dropped: 'Dropped',
  droppedText: (why: string) => `Dropped: ${why} Nothing was spent.`,
  noBlock: 'No block will include it.',
  unknown: 'Unknown',
  unknownText: 'This node knows no such transaction. It may not have heard of it yet, or the id is of another network.',
};
