// How far a payment or record is, in words: waiting → in a block → confirmations → final, or dropped and why. The time
// until final is an estimate from the network's block time.

import type { TxStatus } from '../../../shared/provider/index.ts';
import { dropWords } from './fault-words.ts';
import { words } from './language.ts';
import { durationAfterIn } from './quantity.ts';

/** What of the network's spec the words need. */
export interface SettleFacts {
  /** blocks on top after which a block counts as final */
  readonly settleDepth: number;
  readonly blockTimeMs: number;
}

export interface TxProgress {
  readonly step: 'waiting' | 'included' | 'final' | 'failed' | 'dropped' | 'unknown';
  readonly tone: 'plain' | 'good' | 'warn' | 'bad';
  /** one or two words */
  readonly label: string;
  /** the whole of it */
  readonly text: string;
}

const included = (status: TxStatus, facts: SettleFacts | undefined): TxProgress => {
  const { progress, quantity } = words();
  const confirmations = status.confirmations ?? 1;
  const where = status.height === undefined ? '' : progress.inBlock(status.height);
  if (status.receipt?.status === 'failed') {
    const why = status.receipt.reason ?? progress.rulesNotMet;
    return { step: 'failed', tone: 'bad', label: progress.failed, text: progress.failedText(where, why) };
  }
  const confirmed = quantity.confirmations(confirmations);
  if (status.settled === true)
    return { step: 'final', tone: 'good', label: progress.final, text: progress.finalText(where, confirmed) };
  const left = facts === undefined ? 0 : Math.max(1, facts.settleDepth - confirmations + 1);
  const until =
    facts === undefined ? progress.notFinalYet : progress.finalIn(durationAfterIn(left * facts.blockTimeMs));
  return { step: 'included', tone: 'plain', label: confirmed, text: progress.includedText(where, confirmed, until) };
};

export const txProgress = (status: TxStatus, facts?: SettleFacts): TxProgress => {
  const { progress } = words();
  switch (status.status) {
    case 'pending':
      return { step: 'waiting', tone: 'warn', label: progress.pending, text: progress.pendingText };
    case 'included':
      return included(status, facts);
    case 'dropped': {
      const why = status.reason === undefined ? progress.noBlock : dropWords(status.reason);
      return { step: 'dropped', tone: 'bad', label: progress.dropped, text: progress.droppedText(why) };
    }
    case 'unknown':
      return { step: 'unknown', tone: 'warn', label: progress.unknown, text: progress.unknownText };
  }
};
