// Records that a person types into a running node: each is sent by the wallet of the data folder, and told once a block
// has it, or why none will. Bounds: `waitingMax` records that wait for a block; one more is refused.

import type { NodeProvider } from '../shared/provider/index.ts';
import type { Told } from './narrator.ts';

export interface Recorder {
  readonly record: (text: string) => Promise<void>;
}

const waitingMax = 1000;

const idIn = (answer: unknown): string | undefined =>
  typeof answer === 'object' && answer !== null && 'id' in answer ? String(answer.id) : undefined;

export const createRecorder = (provider: Pick<NodeProvider, 'handle' | 'on'>, tell: (told: Told) => void): Recorder => {
  /** id → text */
  const waiting = new Map<string, string>();
  const refused = (what: string): void => tell({ event: 'log', level: 'warn', what });
  provider.on('transaction', ({ id, status, height, reason }) => {
    const text = waiting.get(id);
    if (text === undefined || status === 'pending') return;
    waiting.delete(id);
    if (status === 'included' && height !== undefined) tell({ event: 'record', text, id, height });
    else refused(`the record ${JSON.stringify(text)} was dropped: ${reason ?? status}`);
  });
  return {
    record: async (text) => {
      if (waiting.size >= waitingMax) {
        refused(`${waitingMax} records wait for a block; wait until some are in one.`);
        return;
      }
      try {
        const data = `0x${Buffer.from(text, 'utf8').toString('hex')}`;
        const id = idIn(await provider.handle('tx_send', { kind: 'record', data }));
        if (id !== undefined) waiting.set(id, text);
      } catch (error) {
        refused(
          `the record ${JSON.stringify(text)} was refused: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    },
  };
};
