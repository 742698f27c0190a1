/**
 * A class on a LAN: the page comes over plain http under a name, an insecure context, where browsers have no crypto.subtle,
 * no Web Locks and no navigator.storage. The whole story works all the same: wallet and backup, mining, paying, records,
 * several tabs of one browser, a reload, and life without the relay.
 */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { test, waitUntil } from './harness.ts';
import type { Relay } from './harness.ts';
import {
  ask,
  blockMsMax,
  createWallet,
  go,
  heightOf,
  importWallet,
  linkMsMax,
  oneCoin,
  passphrase,
  pay,
  savedFile,
  selectedAddress,
  slotOf,
  startMining,
  startWallet,
  waitForBalance,
  waitForHeight,
  waitForLinks,
} from './tab.ts';

/** The page's address under a name that is not this machine's own. */
const classroomOf = ({ page }: Relay): string => page.replace('127.0.0.1', 'classroom.test');

async function expectPlainHttp(page: Page): Promise<void> {
  const offered = await page.evaluate(() => {
    const { locks, storage }: { locks?: unknown; storage?: unknown } = navigator;
    const { subtle }: { subtle?: unknown } = crypto;
    return { isSecureContext, missing: [subtle, locks, storage].map((api) => typeof api) };
  });
  expect(offered).toEqual({ isSecureContext: false, missing: ['undefined', 'undefined', 'undefined'] });
}

/** As "Duplicate" in the menu of a tab: a second tab that starts with a copy of the first one's session. */
async function duplicate(page: Page): Promise<Page> {
  const opening = page.context().waitForEvent('page');
  await page.evaluate(() => void window.open(location.href, '_blank'));
  return opening;
}

test('the whole story over plain http', async ({ tabs, relay }) => {
  const classroom = classroomOf(relay);
  const teacher = await tabs.open(classroom);
  const { link } = await ask(teacher, 'network_link', {});
  const pupil = await tabs.open(classroom + new URL(link).hash);
  for (const page of [teacher, pupil]) await expectPlainHttp(page);
  await expect(pupil.getByTestId('joined')).toBeVisible({ timeout: 15_000 });
  await waitForLinks([teacher, pupil], linkMsMax);

  // Wallets: one with its note checked, one with its backup file saved, which opens in another browser.
  const teacherAddress = await createWallet(teacher);
  await startWallet(pupil);
  await pupil.getByTestId('mnemonic-later').click();
  await pupil.getByTestId('first-passphrase').fill(passphrase);
  const backup = await savedFile(pupil, 'first-file');
  const pupilAddress = await selectedAddress(pupil);
  expect(await readFile(backup, 'utf8')).toMatch(/^tabchain-backup:/);
  const home = await tabs.open(classroom);
  expect(await importWallet(home, { file: backup })).toBe(pupilAddress);

  // Mine, pay, write; the others see it.
  await startMining(teacher);
  await waitForHeight([teacher, pupil, home], 2, blockMsMax);
  await pay(teacher, pupilAddress, '1.5');
  for (const page of [pupil, home]) await waitForBalance(page, pupilAddress, (oneCoin * 3n) / 2n, blockMsMax);
  await go(teacher, 'Wallet');
  await teacher.getByTestId('record-data').fill('70');
  await teacher.getByTestId('record-submit').click();
  await expectRecord(pupil, teacherAddress);

  // A file, whose content id is hashed without crypto.subtle.
  const bytes = Array.from({ length: 3000 }, (_, at) => (at * 7) % 251);
  const cid = await teacher.evaluate(async (list) => {
    const { tabchain } = window;
    if (tabchain === undefined) throw new Error('the page has no provider');
    const params = { name: 'worksheet.bin', bytes: Uint8Array.from(list) };
    return (await tabchain.request({ method: 'file_add', params })).cid;
  }, bytes);
  expect([...(await ask(pupil, 'file_get', { cid })).bytes]).toEqual(bytes);

  // Tabs of one browser: a slot and an account each; a reload keeps both, and the chain.
  await expectSlots(pupil, [await tabs.openBeside(pupil, classroom), await tabs.openBeside(pupil, classroom)]);
  const [before, height] = [await ask(pupil, 'node_info', {}), await heightOf(pupil)];
  await pupil.reload();
  expect(await ask(pupil, 'node_info', {})).toEqual(before);
  expect(await heightOf(pupil)).toBeGreaterThanOrEqual(height);
  expect(await slotOf(pupil)).toBe(0);

  // The relay dies while a tab is linked to others: they go on.
  await waitForLinks([teacher, pupil, home], linkMsMax);
  await relay.kill();
  await waitForHeight([teacher, pupil], (await heightOf(teacher)) + 2, blockMsMax);
  await pay(teacher, pupilAddress, '0.5');
  await waitForBalance(pupil, pupilAddress, 2n * oneCoin, blockMsMax);
});

/** The third tab has the third account of the one wallet; a duplicate of the first has a slot of its own. */
async function expectSlots(first: Page, others: readonly Page[]): Promise<void> {
  const copy = await duplicate(first);
  const all = [first, ...others, copy];
  const peers = await Promise.all(all.map((page) => ask(page, 'node_info', {})));
  expect(new Set(peers.map(({ peerId }) => peerId)).size).toBe(all.length);
  expect(await Promise.all(all.map(slotOf))).toEqual([0, 1, 2, 3]);
  for (const third of others.slice(1)) {
    await ask(third, 'wallet_unlock', { passphrase });
    const accounts = await ask(third, 'wallet_accounts', {});
    expect(accounts.map(({ selected }) => selected)).toEqual([false, false, true]);
  }
  await Promise.all([...others, copy].map((page) => page.close({ runBeforeUnload: true })));
}

async function expectRecord(page: Page, from: string): Promise<void> {
  await waitUntil('the record is in the chain of the other tab', blockMsMax, async () => {
    const { items } = await ask(page, 'account_history', { address: from });
    return items.some(({ status, transaction }) => status === 'included' && transaction?.kind === 'record');
  });
}
