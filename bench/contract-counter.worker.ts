// The worker of the figures `contract-call`, `contract-view` and `contract-deploy`: what counter.ts measures, in a worker as
// the node of a tab runs in, with the machine's binary as the page has it.
// Bound: one question, one answer.

import { measureCounter } from './counter.ts';
import { answerRates } from './rates-from.ts';

const machineUrl = new URL('../shared/core/contracts/generated/machine.wasm', import.meta.url);
const sourceUrl = new URL('../public/contracts/counter.js', import.meta.url);

answerRates(async (asked) => {
  if (asked !== 'call' && asked !== 'view' && asked !== 'deploy') throw new Error(`nothing is measured as ${asked}`);
  const binary = new Uint8Array(await (await fetch(machineUrl)).arrayBuffer());
  return measureCounter(asked, binary, await (await fetch(sourceUrl)).text());
});
