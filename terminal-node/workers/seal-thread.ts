// A seal thread: the search of shared/sealing on a thread of Node. Between slices it lets the event loop turn once, which
// delivers what the sealer has said; a message to itself would not, as Node hands over a thousand of one port in a row.

import { parentPort } from 'node:worker_threads';
import { createSealSearch, type SealCommand } from '../../shared/sealing/index.ts';

if (parentPort === null) throw new Error('a seal thread is started by a sealer');
const port = parentPort;

const command = createSealSearch({
  report: (report) => {
    port.postMessage(report);
  },
  soon: (callback) => {
    setImmediate(callback);
  },
});

port.on('message', (said: SealCommand) => {
  command(said);
});
