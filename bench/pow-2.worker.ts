// Measures, in a worker as the node runs in, what a second seal worker adds: the product's seal workers search at full
// intensity for a seal that nobody finds, one alone and two at once in turns. A worker says how many nonces it has tried
// whenever it is given another task or told to stop, so what is counted is what was searched between the two.
// Bound: two workers, ended with this one; a turn takes `turnMs` and the slices under way at its end.

import { createSealWorker } from '../browser-node/ports/worker-sealer.ts';
import type { SealCommand, SealReport } from '../shared/sealing/index.ts';
import { measureInterleaved } from './measure.ts';
import type { Contender } from './measure.ts';
import { answerRates } from './rates-from.ts';

const turnMs = 500;
const workerCount = 2;

interface Searcher {
  /** Searches until told to stop; resolves with the nonces tried once it has stopped. */
  readonly search: (stopped: Promise<void>) => Promise<number>;
}

function createSearcher(slot: number): Searcher {
  const worker = createSealWorker();
  let lastTask = 0;
  const post = (command: SealCommand): void => worker.postMessage(command);
  const begin = (): number => {
    lastTask += 1;
    const nothingFits = { sealDigest: new Uint8Array(32).fill(slot), target: new Uint8Array(32) };
    post({
      ...{ type: 'search', task: lastTask, ...nothingFits },
      ...{ intensityPermille: 1000, nonceHigh: slot, nonceHighStep: workerCount },
    });
    return lastTask;
  };
  /** The hashes of one task: its last report comes before the first of the task after it. */
  const hashesUntilNextTask = (task: number): Promise<number> =>
    new Promise((resolve, reject) => {
      let hashes = 0;
      worker.onmessage = ({ data }: MessageEvent<SealReport>) => {
        if (data.task === task) hashes += data.hashes;
        else resolve(hashes);
      };
      worker.onerror = (event) => reject(new Error(event.message));
    });
  return {
    search: async (stopped) => {
      const task = begin();
      const counted = hashesUntilNextTask(task);
      await stopped;
      begin();
      post({ type: 'stop' });
      return counted;
    },
  };
}

const searching = (searchers: readonly Searcher[]): Contender => ({
  name: `${searchers.length} seal workers`,
  work: async () => {
    const stopped = new Promise<void>((resolve) => {
      setTimeout(resolve, turnMs);
    });
    const hashes = await Promise.all(searchers.map((searcher) => searcher.search(stopped)));
    return hashes.reduce((sum, count) => sum + count, 0);
  },
});

answerRates(() => {
  const searchers = Array.from({ length: workerCount }, (_, slot) => createSearcher(slot));
  return measureInterleaved([searching(searchers), searching(searchers.slice(0, 1))], { rounds: 9, roundMs: turnMs });
});
