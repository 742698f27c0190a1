// A seal worker: the search of shared/sealing on a Web Worker. Between slices it posts a message to itself, because
// messages are not throttled in hidden tabs and queue behind the sealer's.
// Owns: the channel to itself. Bounds: one message of its own is on the way for each search that goes on.

import { createSealSearch, type SealCommand, type SealReport } from '../../shared/sealing/index.ts';

const ticks = new MessageChannel();
const waiting: (() => void)[] = [];

ticks.port1.onmessage = (): void => waiting.shift()?.();

const command = createSealSearch({
  report: (report: SealReport) => self.postMessage(report),
  soon: (callback) => {
    waiting.push(callback);
    ticks.port2.postMessage(undefined);
  },
});

self.onmessage = ({ data }: MessageEvent<SealCommand>): void => command(data);
