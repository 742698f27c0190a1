/**
 * The contract machine on other engines and another processor: hostile programs, escapes, the deepest legal nesting and
 * generated contracts have the gas, the outcome and the state root that they have under Node here. A difference would
 * split the network. Firefox and WebKitGTK in a worker, as a tab has the machine; Node.js of ARM64 under qemu. What is not
 * installed is skipped, and told as skipped.
 * Bounds: by night 20 groups of generated contracts, and what is emulated has a fifth of them.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { findArm64 } from '../../scripts/arm64.mjs';
import { findWebKit } from '../../scripts/webkit.mjs';
import { withServedPage } from '../browser/browser-page.ts';
import type {} from '../browser/contracts.page.ts';
import type { GeneratedGroups } from '../contracts/generated-calls.ts';
import { questionOf, rightAnswer, type SameEverywhere, sameEverywhere } from '../contracts/on-hosts.ts';
import { waitUntil } from '../e2e/harness.ts';
import { startFirefox } from './firefox.ts';
import { openWebKitPage } from './webkit.ts';

const nightly = process.env['TABCHAIN_NIGHTLY'] === '1';
const generated: GeneratedGroups = { groups: nightly ? 20 : 1, contracts: 5, calls: nightly ? 50 : 10 };
const emulated: GeneratedGroups = { ...generated, groups: nightly ? 4 : 1 };
/** Firefox takes three times as long as Chromium, JavaScriptCore four, an emulated processor thirty. */
const endMsMax = (nightly ? 60 : 15) * 60_000;
const page = 'tests/browser/contracts.page.ts';
const webkit = findWebKit();
const arm64 = findArm64();

test.describe.configure({ timeout: endMsMax + 120_000 });

/** Looks until the page has its answer: a driver waits for one answer a minute at most. */
async function endOf(read: () => Promise<Window['contractsEnd']>): Promise<SameEverywhere> {
  let end: Window['contractsEnd'];
  await waitUntil('the programs have run', endMsMax, async () => {
    end = await read();
    return end !== undefined;
  });
  if (end === undefined || 'failure' in end) throw new Error(end?.failure);
  return sameEverywhere(end.answer);
}

const expectSame = async (found: SameEverywhere, asked: GeneratedGroups): Promise<void> => {
  const right = await rightAnswer(asked);
  expect(right.outcomes.length).toBeGreaterThanOrEqual(100);
  expect(found).toEqual(right);
};

test('contracts end in a worker of Firefox as under Node', async () => {
  await withServedPage(page, async (address) => {
    const firefox = await startFirefox();
    try {
      const opened = await firefox.open(address);
      await waitUntil('the page has started', 60_000, () => opened.evaluate(() => 'beginContracts' in window));
      await opened.evaluate((question) => window.beginContracts(question), questionOf(generated));
      await expectSame(await endOf(() => opened.evaluate(() => window.contractsEnd)), generated);
      expect(firefox.errors).toEqual([]);
    } finally {
      await firefox.close();
    }
  });
});

test('contracts end in a worker of WebKitGTK as under Node', async () => {
  test.skip(webkit === undefined, 'WebKitGTK is not installed');
  if (webkit === undefined) return;
  await withServedPage(page, async (address) => {
    const opened = await openWebKitPage(webkit, address, `'beginContracts' in window`);
    try {
      await opened.read(`window.beginContracts(${JSON.stringify(questionOf(generated))})`);
      const read = async (): Promise<Window['contractsEnd']> =>
        ((await opened.read('window.contractsEnd')) as Window['contractsEnd'] | null) ?? undefined;
      await expectSame(await endOf(read), generated);
    } finally {
      await opened.close();
    }
  });
});

test('contracts end in Node.js of ARM64 as in that of this machine', async () => {
  test.skip(arm64 === undefined, 'no emulator, or no Node.js of ARM64');
  if (arm64 === undefined) return;
  const script = join(import.meta.dirname, '../contracts/answer-elsewhere.ts');
  const counts = [emulated.groups, emulated.contracts, emulated.calls].map(String);
  const { stdout } = await promisify(execFile)(arm64.emulator, [arm64.node, script, ...counts], {
    env: { ...process.env, QEMU_LD_PREFIX: arm64.libraries },
    ...{ maxBuffer: 256 * 1024 * 1024, timeout: endMsMax },
  });
  const { processor, answer } = JSON.parse(stdout) as { readonly processor: string; readonly answer: SameEverywhere };
  expect(processor).toBe('arm64');
  await expectSame(answer, emulated);
});
