/**
 * Networks made in the page: a tab makes one, two others join it by its link, it produces and pays, newcomers are welcomed; a
 * changed link joins nothing; a tab switches between networks without a reload and removes one with all its data.
 */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { test, waitUntil } from './harness.ts';
import {
  ask,
  balanceOf,
  blockMsMax,
  createWallet,
  go,
  heightOf,
  linkMsMax,
  oneCoin,
  pay,
  selectedAddress,
  startMining,
  waitForBalance,
  waitForHeight,
  waitForLinks,
} from './tab.ts';

const openLink = async (page: Page, link: string): Promise<void> => {
  await page.evaluate(
    (hash) => {
      location.hash = hash;
    },
    link.slice(link.indexOf('#')),
  );
};

/** Fills in the form that is open and makes the network; returns the invitation. */
const makeNetwork = async (page: Page, preset: string, fields: Readonly<Record<string, string>>): Promise<string> => {
  await page.getByTestId(`preset-${preset}`).check();
  for (const [field, text] of Object.entries(fields)) await page.getByTestId(`wish-${field}`).fill(text);
  await page.getByTestId('make-network').click();
  await expect(page.getByTestId('join-link')).toContainText('#/join/');
  return (await ask(page, 'network_link', {})).link;
};

/** Undefined while the tab goes from one network to another. */
const nameOf = async (page: Page): Promise<string | undefined> =>
  ask(page, 'node_info', {}).then(
    ({ network }) => network.name,
    () => undefined,
  );

test('a network is made in one tab, joined by link in two others, welcomes them, produces and pays', async ({
  tabs,
}) => {
  const [teacher, friend, third] = [await tabs.open(), await tabs.open(), await tabs.open()];
  const teacherAddress = await createWallet(teacher);
  const friendAddress = await createWallet(friend);
  const before = await ask(friend, 'node_info', {});

  // What is wrong is said at its field, and then the network cannot be made.
  await go(teacher, 'Network');
  await teacher.getByTestId('make-network-link').click();
  await teacher.getByTestId('preset-five-zeros').check();
  await teacher.getByTestId('wish-symbol').fill('abc');
  await expect(teacher.getByTestId('wish-symbol')).toHaveAttribute('aria-invalid', 'true');
  await expect(teacher.getByTestId('make-network')).toBeDisabled();
  const link = await makeNetwork(teacher, 'five-zeros', { name: 'Ours', symbol: 'OUR', seconds: '1', zeros: '3' });
  expect(link.length).toBeLessThan(1000);
  expect(await balanceOf(teacher, teacherAddress)).toBe(10_000n * oneCoin);

  // A changed letter joins nothing.
  const at = link.length - 30;
  await openLink(friend, `${link.slice(0, at)}${link[at] === 'A' ? 'B' : 'A'}${link.slice(at + 1)}`);
  await expect(friend.getByRole('alert').first()).toContainText('The network was not joined');
  expect(await ask(friend, 'node_info', {})).toEqual(before);

  for (const page of [friend, third]) {
    await openLink(page, link);
    await expect(page.getByTestId('joined')).toContainText('Ours', { timeout: linkMsMax });
  }
  const all = [teacher, friend, third];
  await waitForLinks(all, linkMsMax);

  // The payments of the welcome wait; this network makes blocks for them.
  await startMining(third);
  await waitForHeight(all, 1, blockMsMax);
  await waitForBalance(friend, friendAddress, 10n * oneCoin, blockMsMax);
  await go(friend, 'Network');
  await expect(friend.getByTestId('welcome-gift')).toContainText('10 OUR');
  await go(teacher, 'Network');
  await expect(teacher.getByTestId('welcome-offer')).toContainText('2 of at most 100');

  const held = await balanceOf(teacher, teacherAddress);
  await pay(friend, teacherAddress, '2.5');
  await waitForBalance(teacher, teacherAddress, held + (oneCoin * 5n) / 2n, blockMsMax);

  // Switching back takes no reload; the other network goes on where it was, and is removed with its data.
  await go(friend, 'Network');
  await friend.evaluate(() => Object.assign(window, { isSame: true }));
  const height = await heightOf(friend);
  await friend.getByRole('button', { name: 'Switch' }).click();
  await waitUntil('the class network is open again', linkMsMax, async () => (await nameOf(friend)) === 'Test class');
  expect(await selectedAddress(friend)).toBe(friendAddress);
  expect(await balanceOf(friend, friendAddress)).toBe(0n);
  await friend.getByRole('button', { name: 'Switch' }).click();
  await waitUntil('the made network is open again', linkMsMax, async () => (await nameOf(friend)) === 'Ours');
  expect(await heightOf(friend)).toBeGreaterThanOrEqual(height);
  await friend.getByRole('button', { name: 'Switch' }).click();
  await waitUntil('the class network is open again', linkMsMax, async () => (await nameOf(friend)) === 'Test class');
  const databases = async (): Promise<number> => friend.evaluate(async () => (await indexedDB.databases()).length);
  const count = await databases();
  await friend.getByRole('button', { name: 'Forget…' }).click();
  await friend.getByRole('button', { name: 'Forget', exact: true }).click();
  await waitUntil('the network is forgotten', linkMsMax, async () => {
    return (await ask(friend, 'network_list', {})).length === 1 && (await databases()) === count - 1;
  });
  expect(await friend.evaluate(() => 'isSame' in window)).toBe(true);
});
