/**
 * Six tabs for two hours (TABCHAIN_SOAK_MINUTES names another time): three mine, all pay and write records, look at
 * screens and reload now and then. What they hold in memory does not grow with time, nothing goes wrong in them
 * unheard, and in the end they have one chain.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '@playwright/test';
import { cacheDirectory } from '../../scripts/prepare.mjs';
import { test, waitUntil } from '../e2e/harness.ts';
import { ask, waitForBalance, waitForLinks } from '../e2e/tab.ts';
import { growthAnHour } from './growth.ts';
import {
  heldPoints,
  lookAround,
  openSoakTab,
  payTo,
  reload,
  type Sample,
  type SoakTab,
  startMining,
  takeSample,
  writeRecord,
} from './soak-tab.ts';

const minuteMs = 60_000;
const soakMs = Number(process.env['TABCHAIN_SOAK_MINUTES'] ?? 120) * minuteMs;
/** Caches fill first: half an hour, or a quarter of a shorter run. */
const settledMs = Math.min(30 * minuteMs, soakMs / 4);
/** A tab that was reloaded fills its caches again: the 512 newest headers take 17 minutes. */
const warmMs = Math.min(20 * minuteMs, soakMs / 6);
const sampleEveryMs = Math.min(minuteMs, soakMs / 40);
const payEveryMs = 2000;
const lookEveryMs = 5000;

const megabyte = 1024 * 1024;
const growthMax = 2 * megabyte;
/**
 * A line through less than this says little, because caches go on filling for the first hour of a tab: one that was measured for less,
 * in a short run or between two reloads, may only not become so much larger.
 */
const slopeMsMin = 60 * minuteMs;
const shortRunGrowthMax = 10 * megabyte;

const setupMsMax = 2 * minuteMs;
const oneHeadMsMax = 2 * minuteMs;
const oneCoin = 1_000_000n;

test.use({
  network: {
    name: 'Soak',
    genesisTime: Date.now() - 60_000,
    salt: Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('hex'),
    consensus: { kind: 'pow', blockTimeMs: 2000, retarget: { kind: 'fixed', leadingHexZeros: 3 } },
  },
});

const names = ['miner 1', 'miner 2', 'miner 3', 'reader 1', 'reader 2', 'reader 3'] as const;

/** Something that is done again and again. */
interface Duty {
  readonly everyMs: number;
  readonly run: (turn: number) => Promise<unknown>;
  turn: number;
}

const duty = (everyMs: number, run: Duty['run']): Duty => ({ everyMs, run, turn: 0 });

/** One after the other, each when its time has come, until the time is over. */
const runDuties = async (duties: readonly Duty[], now: () => number, endMs: number): Promise<void> => {
  const dueAt = ({ everyMs, turn }: Duty): number => (turn + 1) * everyMs;
  while (now() < endMs) {
    const next = duties.reduce((first, other) => (dueAt(other) < dueAt(first) ? other : first));
    await pause(Math.max(0, Math.min(dueAt(next), endMs) - now()));
    if (now() >= endMs) return;
    await next.run(next.turn);
    // What was missed while the machine was busy is left out.
    next.turn = Math.max(next.turn + 1, Math.floor(now() / next.everyMs));
  }
};

const fundReaders = async (miners: readonly SoakTab[], readers: readonly SoakTab[]): Promise<void> => {
  for (const [index, miner] of miners.entries()) {
    await waitUntil(`${miner.name} has coins`, setupMsMax, async () => {
      return BigInt((await ask(miner.page, 'account_get', { address: miner.address })).balance) > 12n * oneCoin;
    });
    const reader = readers[index];
    if (reader === undefined) throw new Error('more miners than readers');
    await payTo(miner, reader, 5n * oneCoin);
    await waitForBalance(reader.page, reader.address, 5n * oneCoin, setupMsMax);
  }
};

/** What a person would do in six tabs. */
const dutiesOf = (tabs: readonly SoakTab[], now: () => number, keep: () => void): readonly Duty[] => {
  const tabAt = (turn: number): SoakTab => {
    const tab = tabs[turn % tabs.length];
    if (tab === undefined) throw new Error('no tabs');
    return tab;
  };
  const act = (turn: number): Promise<void> => {
    const tab = tabAt(turn);
    if (Math.floor(turn / tabs.length) % 2 === 1) return writeRecord(tab);
    // Miners keep the readers in coins; these pay on.
    return tab.mines ? payTo(tab, tabAt(turn + 3), oneCoin) : payTo(tab, tabAt(turn + 1), oneCoin / 100n);
  };
  return [
    duty(payEveryMs, act),
    duty(lookEveryMs, (turn) => lookAround(tabAt(turn), Math.floor(turn / tabs.length))),
    duty(sampleEveryMs, async () => {
      for (const tab of tabs) await takeSample(tab, now);
      keep();
    }),
    // In the beginning each tab is reloaded once, afterwards the first miner and the last reader in turn.
    duty(settledMs / (tabs.length + 1), async (turn) => {
      if (turn < tabs.length) await reload(tabAt(turn), now);
      else if (turn % 5 === 0) await reload(tabAt(turn % 2 === 0 ? 0 : tabs.length - 1), now);
    }),
  ];
};

/** Samples after caches have filled, of tabs that have run for a while. */
const settledSamples = ({ samples }: SoakTab): readonly Sample[] => {
  const warmAt = new Map<number, number>();
  for (const { stretch, hours } of samples) {
    if (!warmAt.has(stretch)) warmAt.set(stretch, hours + warmMs / 3_600_000);
  }
  return samples.filter(({ stretch, hours }) => {
    return hours >= settledMs / 3_600_000 && hours >= (warmAt.get(stretch) ?? 0);
  });
};

const growthOf = (tab: SoakTab): number => growthAnHour(heldPoints(settledSamples(tab)));

/** Whether it was measured for long enough that a line through it says something. */
const hasSlope = (settled: readonly Sample[]): boolean => settled.length * sampleEveryMs >= slopeMsMin;

const inMegabytes = (bytes: number): number => Math.round((bytes / megabyte) * 100) / 100;

/** What docs/nightly.md tells of the run. */
const figuresOf = (tabs: readonly SoakTab[]): object =>
  tabs.map((tab) => {
    const settled = settledSamples(tab);
    const held = settled.map(({ heapBytes, bufferBytes }) => heapBytes + bufferBytes);
    const last = tab.samples.at(-1);
    return {
      tab: tab.name,
      growthMbAnHour: hasSlope(settled) ? inMegabytes(growthOf(tab)) : '–',
      firstMb: inMegabytes(held[0] ?? 0),
      lastMb: inMegabytes(held.at(-1) ?? 0),
      samples: settled.length,
      height: last?.height,
      domNodes: last?.domNodes,
      listeners: last?.listeners,
      sent: tab.sent,
      refused: Object.fromEntries(tab.refusals),
      troubles: tab.gauge.troubles,
    };
  });

const keepFigures = (tabs: readonly SoakTab[]): void => {
  const folder = join(cacheDirectory, 'reports');
  mkdirSync(folder, { recursive: true });
  const samples = Object.fromEntries(tabs.map((tab) => [tab.name, tab.samples]));
  const minutes = soakMs / minuteMs;
  writeFileSync(join(folder, 'soak-figures.json'), JSON.stringify({ minutes, tabs: figuresOf(tabs), samples }));
};

const expectOneHead = async (tabs: readonly SoakTab[]): Promise<void> => {
  for (const { page, mines } of tabs) if (mines) await ask(page, 'production_stop', {});
  await waitUntil('all tabs have one head', oneHeadMsMax, async () => {
    const heads = await Promise.all(tabs.map(async ({ page }) => (await ask(page, 'node_status', {})).head));
    return new Set(heads).size === 1;
  });
};

const expectNoGrowth = (tab: SoakTab): void => {
  const settled = settledSamples(tab);
  expect(settled.length, `${tab.name} was measured`).toBeGreaterThan(2);
  if (hasSlope(settled)) {
    expect.soft(growthOf(tab), `bytes an hour by which ${tab.name} grows`).toBeLessThanOrEqual(growthMax);
  }
  const values = heldPoints(settled).map(({ value }) => value);
  const grown = (values.at(-1) ?? 0) - Math.min(...values);
  expect.soft(grown, `bytes that ${tab.name} holds more than at its least`).toBeLessThanOrEqual(shortRunGrowthMax);
  // A screen that comes and goes leaves nothing behind.
  const [first, last] = [settled[0], settled.at(-1)];
  expect.soft(last?.domNodes, `DOM nodes of ${tab.name}`).toBeLessThan(2 * (first?.domNodes ?? 0) + 500);
  expect.soft(last?.listeners, `listeners of ${tab.name}`).toBeLessThan(2 * (first?.listeners ?? 0) + 100);
};

test('six tabs hold no more after hours than after half an hour', async ({ tabs }) => {
  test.setTimeout(soakMs + 15 * minuteMs);
  const pages = [];
  for (let index = 0; index < names.length - 1; index++) pages.push(await tabs.open());
  const beside = pages.at(-1);
  if (beside === undefined) throw new Error('no tabs');
  // The last two are one person's: one browser profile, one wallet, two nodes.
  const soaked: SoakTab[] = [];
  for (const [index, page] of pages.entries()) soaked.push(await openSoakTab(page, names[index] ?? '', index < 3));
  soaked.push(await openSoakTab(await tabs.openBeside(beside), names[names.length - 1] ?? '', false));
  await waitForLinks(
    soaked.map(({ page }) => page),
    setupMsMax,
  );
  const [miners, readers] = [soaked.filter(({ mines }) => mines), soaked.filter(({ mines }) => !mines)];
  for (const miner of miners) await startMining(miner);
  await fundReaders(miners, readers);

  const start = Date.now();
  const now = (): number => Date.now() - start;
  await runDuties(
    dutiesOf(soaked, now, () => keepFigures(soaked)),
    now,
    soakMs,
  );
  for (const tab of soaked) await takeSample(tab, now);
  await expectOneHead(soaked);
  keepFigures(soaked);
  console.table(figuresOf(soaked));

  for (const tab of soaked) expectNoGrowth(tab);
  expect.soft(soaked.flatMap(({ gauge }) => gauge.troubles)).toEqual([]);
  const [sent, refused] = [soaked.reduce((all, tab) => all + tab.sent, 0), soaked.flatMap((tab) => [...tab.refusals])];
  expect
    .soft(
      refused.reduce((all, [, times]) => all + times, 0),
      JSON.stringify(refused),
    )
    .toBeLessThan(1 + sent / 50);
});
