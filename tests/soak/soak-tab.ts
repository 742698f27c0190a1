/**
 * One tab of the soak: a node with a wallet that pays, writes records, looks at screens and reloads. Works through
 * `window.tabchain` where the soak is about nodes, and through the address bar where it is about screens.
 * Owns the tally of what its calls met. Bounds: a refusal is kept by its reason, of which there are few.
 */
import type { Page } from '@playwright/test';
import type { AddressText, Method, ParamsOf } from '../../shared/provider/index.ts';
import { ask, passphrase } from '../e2e/tab.ts';
import type { Point } from './growth.ts';
import { gaugeTab, type MemorySample, type TabGauge } from './tab-gauge.ts';

export interface Sample extends MemorySample {
  readonly hours: number;
  readonly stretch: number;
  readonly height: number;
  readonly mempool: number;
}

export interface SoakTab {
  readonly name: string;
  readonly page: Page;
  readonly gauge: TabGauge;
  readonly mines: boolean;
  readonly address: AddressText;
  readonly samples: Sample[];
  /** reason → how often */
  readonly refusals: Map<string, number>;
  /** when its page was loaded last (ms of the run's clock) */
  loadedAt: number;
  stretch: number;
  sent: number;
}

/** A share of one core: the target of the soak's network is met by a few thousand hashes. */
const miningIntensity = 0.1;
const readyMsMax = 60_000;

const screens = ['', 'wallet', 'blocks', 'mempool', 'produce', 'network'] as const;

/** A wallet of its own, or the next account of the wallet that this browser profile has already. */
const openWallet = async (page: Page): Promise<AddressText> => {
  await page.waitForFunction(() => window.tabchain !== undefined);
  const hasWallet = await page.evaluate(async () => {
    try {
      return (await window.tabchain?.request({ method: 'wallet_accounts' }))?.length !== 0;
    } catch {
      return true; // locked
    }
  });
  if (hasWallet) await ask(page, 'wallet_unlock', { passphrase });
  else await ask(page, 'wallet_create', { passphrase });
  const accounts = await ask(page, 'wallet_accounts', {});
  const selected = accounts.find((account) => account.selected);
  if (selected === undefined) throw new Error('the wallet has no selected account');
  return selected.address;
};

export const startMining = async ({ page }: SoakTab): Promise<void> => {
  await ask(page, 'production_start', { intensity: miningIntensity });
};

export const openSoakTab = async (page: Page, name: string, mines: boolean): Promise<SoakTab> => {
  const gauge = await gaugeTab(page, name);
  const address = await openWallet(page);
  return {
    ...{ name, page, gauge, mines, address, samples: [], refusals: new Map() },
    ...{ loadedAt: 0, stretch: 0, sent: 0 },
  };
};

/** Calls the page's API; a refusal is noted by its reason and is no error of the run. */
const tryToAsk = async <M extends Method>(tab: SoakTab, method: M, params: ParamsOf<M>): Promise<boolean> => {
  const reason = await tab.page.evaluate(
    async (call: unknown) => {
      try {
        await window.tabchain?.request(call as never);
        return undefined;
      } catch (error) {
        return JSON.stringify(error);
      }
    },
    { method, params },
  );
  if (reason === undefined) return true;
  const short = `${method}: ${reason}`.slice(0, 300);
  tab.refusals.set(short, (tab.refusals.get(short) ?? 0) + 1);
  return false;
};

/** Sends units to another tab's account. */
export const payTo = async (tab: SoakTab, to: SoakTab, units: bigint): Promise<void> => {
  tab.sent++;
  await tryToAsk(tab, 'tx_send', { kind: 'transfer', to: to.address, amount: units.toString() });
};

/** Writes a record of a hundred bytes that says its number. */
export const writeRecord = async (tab: SoakTab): Promise<void> => {
  tab.sent++;
  const text = `${tab.name} ${tab.sent}`.padEnd(100, '.');
  await tryToAsk(tab, 'tx_send', { kind: 'record', data: `0x${Buffer.from(text).toString('hex')}` });
};

/** Shows the screen whose turn it is by `turn`, every list and detail in time. */
export const lookAround = async ({ page, address }: SoakTab, turn: number): Promise<void> => {
  const height = (await ask(page, 'node_status', {})).height;
  const all = [...screens, `block/${Math.max(1, height - (turn % 50))}`, `address/${address}`];
  await page.evaluate(
    (hash) => {
      location.hash = hash;
    },
    `#/${all[turn % all.length] ?? ''}`,
  );
};

/** Loads the page again, and brings everything to where it was. */
export const reload = async (tab: SoakTab, now: () => number): Promise<void> => {
  await tab.page.reload();
  await ask(tab.page, 'wallet_unlock', { passphrase });
  if (tab.mines) await startMining(tab);
  await tab.page.waitForFunction(
    async () => (await window.tabchain?.request({ method: 'node_status' }))?.sync.state === 'following',
    undefined,
    { timeout: readyMsMax, polling: 500 },
  );
  tab.loadedAt = now();
  tab.stretch++;
};

/** Measures the tab as it shows the first screen, where it can be compared with itself. */
export const takeSample = async (tab: SoakTab, now: () => number): Promise<Sample> => {
  await tab.page.evaluate(async () => {
    location.hash = '#/';
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
  });
  const memory = await tab.gauge.sample();
  const status = await ask(tab.page, 'node_status', {});
  const sample: Sample = {
    ...memory,
    hours: now() / 3_600_000,
    stretch: tab.stretch,
    height: status.height,
    mempool: status.mempool.count,
  };
  tab.samples.push(sample);
  return sample;
};

/** Heap and buffers together, in bytes, of the samples that count for the slope. */
export const heldPoints = (samples: readonly Sample[]): readonly Point[] =>
  samples.map(({ hours, stretch, heapBytes, bufferBytes }) => ({ hours, stretch, value: heapBytes + bufferBytes }));
