// Prints one line of JSON per figure; `--only NAME`, which may be given several times, chooses. Each figure is a module
// that measures itself and its baseline in one run, on the host that it names; figures are taken one after another, so that
// none disturbs another. A figure that cannot be taken is named on standard error and makes the exit code 1. One that needs
// what is no dependency of ours is left out where that is not here, by name too, and is a failure only if it was chosen.

import { parseArgs } from 'node:util';
import type { BenchFigure, LeftOut } from './measure.ts';

interface BenchModule {
  readonly run: (isChosen: boolean) => Promise<BenchFigure | LeftOut>;
}

const benches: Readonly<Record<string, () => Promise<BenchModule>>> = {
  pow: () => import('./pow.ts'),
  'pow-2': () => import('./pow-2.ts'),
  verify: () => import('./verify.ts'),
  'import-memory': () => import('./import-memory.ts'),
  'import-idb': () => import('./import-idb.ts'),
  'import-level': () => import('./import-level.ts'),
  'import-nimiq': async () => (await import('./nimiq-figures.ts')).imports,
  mempool: () => import('./mempool.ts'),
  'mempool-node': () => import('./mempool-node.ts'),
  'mempool-nimiq': async () => (await import('./nimiq-figures.ts')).mempool,
  'contract-call': async () => (await import('./contract-counter.ts')).call,
  'contract-call-node': async () => (await import('./contract-counter.ts')).callNode,
  'contract-view': async () => (await import('./contract-counter.ts')).view,
  'contract-view-node': async () => (await import('./contract-counter.ts')).viewNode,
  'contract-deploy': async () => (await import('./contract-counter.ts')).deploy,
  'contract-deploy-node': async () => (await import('./contract-counter.ts')).deployNode,
  'contract-gas': async () => (await import('./contract-gas.ts')).inChromium,
  'contract-gas-node': async () => (await import('./contract-gas.ts')).inNode,
  'contract-metering': () => import('./contract-metering.ts'),
  'sync-10000': () => import('./sync-10000.ts'),
  'idle-rss': () => import('./idle-rss.ts'),
  'start-10000': () => import('./start-10000.ts'),
  'join-1000': () => import('./join-1000.ts'),
  'tab-heap': () => import('./tab-heap.ts'),
  paint: () => import('./paint.ts'),
  node: () => import('./node.ts'),
  'fresh-full': async () => (await import('./fresh-start.ts')).full,
  'fresh-state': async () => (await import('./fresh-start.ts')).fromState,
  'fresh-light': async () => (await import('./fresh-start.ts')).light,
  'first-peer': () => import('./first-peer.ts'),
  'main-thread': () => import('./main-thread.ts'),
  following: () => import('./following.ts'),
  'heap-growth': () => import('./heap-growth.ts'),
  'slow-start': () => import('./slow-start.ts'),
  propagation: () => import('./propagation.ts'),
  'propagation-node': () => import('./propagation-node.ts'),
  files: () => import('./files.ts'),
  'files-heap': () => import('./files-heap.ts'),
  'find-holder': () => import('./find-holder.ts'),
};

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const chosen = chosenNames(args);
  if (typeof chosen === 'string') {
    console.error(chosen);
    return 2;
  }
  let exitCode = 0;
  for (const name of chosen ?? Object.keys(benches)) {
    try {
      const taken = await take(name, chosen !== undefined);
      if (!taken && chosen !== undefined) exitCode = 1;
    } catch (error) {
      console.error(`bench ${name}:`, error);
      exitCode = 1;
    }
  }
  return exitCode;
}

/** Prints the figure, or why it is left out; whether there was one. */
async function take(name: string, isChosen: boolean): Promise<boolean> {
  const bench = await benches[name]?.();
  const measured = await bench?.run(isChosen);
  if (measured === undefined) return false;
  if ('leftOut' in measured) {
    console.error(`bench ${name}: left out: ${measured.leftOut}.`);
    return false;
  }
  console.log(JSON.stringify(measured));
  return true;
}

/** The names to measure, undefined for all, or the sentence that says what is wrong with the arguments. */
function chosenNames(args: readonly string[]): readonly string[] | string | undefined {
  const known = Object.keys(benches);
  const usage = `Choose with --only NAME; figures are: ${known.join(', ')}.`;
  try {
    const { only } = parseArgs({ args: [...args], options: { only: { type: 'string', multiple: true } } }).values;
    const unknown = only?.filter((name) => !known.includes(name)) ?? [];
    return unknown.length > 0 ? `There is no figure '${unknown.join(', ')}'. ${usage}` : only;
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}. ${usage}`;
  }
}
