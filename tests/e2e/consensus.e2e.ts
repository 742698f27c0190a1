/**
 * Networks of signers and of stakers as people use them: made from a preset, joined by the link, blocks made by turn and by
 * lot; a signer and a stake are added on the producer's screen, a payment arrives, and a closed tab's slots are passed over.
 */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { test, waitUntil } from './harness.ts';
import {
  ask,
  blockMsMax,
  createWallet,
  go,
  heightOf,
  linkMsMax,
  oneCoin,
  pay,
  startMining,
  waitForBalance,
  waitForHeight,
  waitForLinks,
} from './tab.ts';

const slotSeconds = '1';
/** its worker is loaded first, on a busy machine */
const attackMsMax = 20_000;

/** Makes a network from a preset in the first tab; the second joins by its link. */
async function found(pages: readonly [Page, Page], preset: string): Promise<void> {
  const [maker, guest] = pages;
  await go(maker, 'Network');
  await maker.getByTestId('make-network-link').click();
  await maker.getByTestId(`preset-${preset}`).check();
  await maker.getByTestId('wish-seconds').fill(slotSeconds);
  await maker.getByTestId('make-network').click();
  await expect(maker.getByTestId('join-link')).toContainText('#/join/');
  const { link } = await ask(maker, 'network_link', {});
  await guest.evaluate(
    (hash) => {
      location.hash = hash;
    },
    link.slice(link.indexOf('#')),
  );
  await expect(guest.getByTestId('joined')).toBeVisible({ timeout: linkMsMax });
  await waitForLinks(pages, linkMsMax);
}

const producersOf = async (page: Page, count: number): Promise<ReadonlySet<string>> =>
  new Set((await ask(page, 'block_list', { count })).map(({ producer }) => producer));

test('signers take turns; one is added on the screen, and one whose tab is closed is passed over', async ({ tabs }) => {
  const pages = [await tabs.open(), await tabs.open()] as const;
  const [admin, guest] = pages;
  const adminAddress = await createWallet(admin);
  const guestAddress = await createWallet(guest);
  await found(pages, 'club');

  await startMining(admin);
  await expect(admin.getByTestId('turn')).toContainText('you');
  await expect(admin.getByTestId('signer')).toHaveCount(1);
  await startMining(guest);
  await expect(guest.getByTestId('signer-add')).toHaveCount(0);
  await waitForHeight(pages, 1, blockMsMax);
  await admin.getByTestId('signer-address').fill(guestAddress);
  await admin.getByTestId('signer-add').click();
  await expect(admin.getByTestId('signers-pending')).toContainText('joins', { timeout: blockMsMax });
  await pay(admin, guestAddress, '2');
  await waitForBalance(guest, guestAddress, 2n * oneCoin, blockMsMax);

  await waitUntil('both make blocks', blockMsMax, async () => (await producersOf(guest, 2)).size === 2);
  await expect(guest.getByTestId('signer')).toHaveCount(2);
  await expect(guest.getByTestId('tally')).toContainText('made');
  await expect(guest.getByText(/Signer [12] of 2, slot/).first()).toBeVisible();

  // The admin hands over in two steps: names the other, who accepts.
  await go(admin, 'Produce');
  await admin.getByText('Hand over to another admin').click();
  await admin.getByTestId('admin-address').fill(guestAddress);
  await admin.getByTestId('admin-name').click();
  await expect(admin.getByTestId('admin-next')).toContainText('is named as the next admin', { timeout: blockMsMax });
  await guest.getByTestId('admin-accept').click({ timeout: blockMsMax });
  await expect(guest.getByTestId('signer-add')).toBeVisible({ timeout: blockMsMax });
  await expect(admin.getByTestId('signer-add')).toHaveCount(0, { timeout: blockMsMax });

  await admin.close();
  await waitForHeight([guest], (await heightOf(guest)) + 2, blockMsMax);
  await expect(guest.getByTestId('slot-empty').first()).toBeVisible();
  await expect(guest.getByText('one slot was missed before').first()).toBeVisible();
  expect(await producersOf(guest, 2)).not.toContain(adminAddress);
});

/** The lab of a network that is not one for teaching: nothing is offered until one has read that, then an attack is played. */
async function playAfterPressingOn(page: Page): Promise<void> {
  await page.evaluate(() => (location.hash = '#/lab'));
  const press = page.getByTestId('enter-lab');
  await expect(press).toBeVisible();
  await expect(page.getByText('This network is not marked as one for teaching')).toBeVisible();
  await expect(page.getByTestId('attacks')).toHaveCount(0);
  await press.click();
  const attack = page.getByTestId('attack-zero-amount');
  await attack.getByRole('button', { name: 'Try it' }).click();
  await expect(attack.getByTestId('attack-end')).toContainText('The network held', { timeout: attackMsMax });
}

test('a staker wins slots, pays, and another stakes what came', async ({ tabs }) => {
  const pages = [await tabs.open(), await tabs.open()] as const;
  const [staker, guest] = pages;
  await createWallet(staker);
  const guestAddress = await createWallet(guest);
  await found(pages, 'staked');

  await startMining(staker);
  await expect(staker.getByTestId('own-stake')).toHaveText('1000 STK');
  await playAfterPressingOn(guest);
  await waitForHeight(pages, 2, blockMsMax);
  await expect(staker.getByText(/Won slot \d+/).first()).toBeVisible();
  await expect(staker.getByText(/which is below 1\.0000/).first()).toBeVisible();
  await pay(staker, guestAddress, '20');
  await waitForBalance(guest, guestAddress, 20n * oneCoin, blockMsMax);

  await go(guest, 'Produce');
  await expect(guest.getByTestId('own-stake')).toHaveText('nothing yet');
  await guest.getByTestId('stake-amount').fill('15');
  await guest.getByRole('button', { name: 'Stake 15 STK' }).click();
  await expect(guest.getByTestId('own-stake')).toHaveText('15 STK', { timeout: blockMsMax });
  await guest.getByTestId('stake-amount').fill('5');
  await guest.getByRole('button', { name: 'Take 5 STK back' }).click();
  await expect(guest.getByTestId('unbonding')).toContainText('5 STK at block', { timeout: blockMsMax });
  await expect(guest.getByTestId('own-stake')).toHaveText('10 STK');
});
