// How far a payment or record is, in words: waiting → in a block → confirmations → final, or dropped and why. The time
// until final is an estimate from the network's block time.

import type { TxStatus } from '../../../shared/provider/index.ts';
import { dropWords } from './fault-words.ts';
import { countOf, durationText } from './quantity.ts';

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
  const confirmations = status.confirmations ?? 1;
  const where = status.height === undefined ? '' : ` in block ${status.height}`;
  if (status.receipt?.status === 'failed') {
    const why = status.receipt.reason ?? 'its rules were not met';
    return { step: 'failed', tone: 'bad', label: 'Failed', text: `Failed${where}: ${why}. The fee was paid.` };
  }
  const confirmed = countOf(confirmations, 'confirmation');
  if (status.settled === true)
    return { step: 'final', tone: 'good', label: 'Final', text: `Final${where} · ${confirmed}` };
  const left = facts === undefined ? 0 : Math.max(1, facts.settleDepth - confirmations + 1);
  const until = facts === undefined ? 'not final yet' : `final in about ${durationText(left * facts.blockTimeMs)}`;
  return { step: 'included', tone: 'plain', label: confirmed, text: `Included${where} · ${confirmed} · ${until}` };
};

export const txProgress = (status: TxStatus, facts?: SettleFacts): TxProgress => {
  switch (status.status) {
    case 'pending':
      return { step: 'waiting', tone: 'warn', label: 'Pending', text: 'Pending: waiting for a block to include it' };
    case 'included':
      return included(status, facts);
    case 'dropped':
      return {
        step: 'dropped',
        tone: 'bad',
        label: 'Dropped',
        text: `Dropped: ${status.reason === undefined ? 'No block will include it.' : dropWords(status.reason)} Nothing was spent.`,
      };
    case 'unknown':
      return {
        step: 'unknown',
        tone: 'warn',
        label: 'Unknown',
        text: 'This node knows no such transaction. It may not have heard of it yet, or the id is of another network.',
      };
  }
};
