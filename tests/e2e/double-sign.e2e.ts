/**
 * One producer's words in two browsers, one of which is alone with its own copy of the network: both sign the same slots.
 * When they meet, the evidence comes into the chain, the signer is suspended, or the staker slashed, and every tab shows it.
 */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { formatJoinLink, parseJoinLink } from '../../shared/core/link/index.ts';
import { test, waitUntil } from './harness.ts';
import { ask, blockMsMax, go, heightOf, linkMsMax, oneCoin, passphrase, waitForHeight, waitForLinks } from './tab.ts';

const slotMs = 1000;

/** The same network, without any way to its nodes. */
const withoutRelays = (link: string): string => {
  const parsed = parseJoinLink(link);
  if (!parsed.ok || parsed.value.spec === undefined) throw new Error('a link with a spec');
  return formatJoinLink(link.slice(0, link.indexOf('#')), { spec: parsed.value.spec, relays: [] });
};

/** The slots of the newest blocks. */
const slotsOf = async (page: Page): Promise<readonly number[]> =>
  (await ask(page, 'block_list', { count: 40 })).flatMap(({ height, consensus }) =>
    height > 0 && 'slot' in consensus ? [consensus.slot] : [],
  );

interface Meeting {
  readonly honest: Page;
  readonly all: readonly [Page, Page, Page];
  /** of the words that two browsers have */
  readonly address: string;
}

/** Three tabs on a network of these two producers, in which the second has signed one slot on two chains. They have just met. */
async function meetAfterSigningTwice(
  tabs: { readonly open: () => Promise<Page> },
  consensusFor: (admin: string, address: string) => object,
): Promise<Meeting> {
  const all = [await tabs.open(), await tabs.open(), await tabs.open()] as const;
  const [honest, signer, twin] = all;
  const [{ address: admin }, { address, mnemonic }] = await Promise.all([
    ask(honest, 'wallet_create', { passphrase }),
    ask(signer, 'wallet_create', { passphrase }),
  ]);
  await ask(twin, 'wallet_import', { mnemonic, passphrase });
  const allocations = [admin, address].map((one) => ({ address: one, amount: (10n * oneCoin).toString() }));
  const consensus = consensusFor(admin, address);
  const { link } = await ask(honest, 'network_create', { spec: { name: 'Club', consensus, allocations } });
  await ask(signer, 'network_join', { link });
  await ask(twin, 'network_join', { link: withoutRelays(link) });

  // Both sign their slots, on chains of which one has a payment and the other has not heard of it.
  await ask(signer, 'tx_send', { kind: 'transfer', to: admin, amount: oneCoin.toString() });
  await Promise.all([signer, twin].map((page) => ask(page, 'production_start', {})));
  await waitUntil('one slot is signed by both', blockMsMax, async () => {
    const slots = new Set(await slotsOf(signer));
    return (await slotsOf(twin)).some((slot) => slots.has(slot));
  });
  expect(await ask(twin, 'net_peers', {})).toEqual([]);
  await waitForLinks([honest, signer], linkMsMax);

  // They meet, and the honest one sees both.
  const [way] = (await ask(honest, 'net_addresses', {})).filter((one) => one.includes('/webrtc/'));
  await ask(twin, 'net_dial', { address: way ?? '' });
  await ask(honest, 'production_start', {});
  return { honest, all, address };
}

test('a signer that signs twice is suspended, and every tab shows it', async ({ tabs }) => {
  const { honest, all, address } = await meetAfterSigningTwice(tabs, (admin, signer) => ({
    ...{ kind: 'poa', slotMs, admin },
    signers: [admin, signer],
  }));
  for (const page of all) {
    await go(page, 'Produce');
    await expect(page.getByTestId('signers-suspended')).toContainText('signed two blocks for one slot', {
      timeout: blockMsMax,
    });
    await expect(page.getByTestId('signer')).toHaveCount(1);
    expect((await ask(page, 'signers_get', {})).suspended).toMatchObject([{ address }]);
  }
  await waitForHeight(all, (await heightOf(honest)) + 1, blockMsMax);
});

test('a staker that signs twice is slashed, and every tab shows it', async ({ tabs }) => {
  test.skip(process.env['TABCHAIN_NIGHTLY'] !== '1', 'slots are won by lot: longer than a day has time for');
  const half = (5n * oneCoin).toString();
  const { honest, all, address } = await meetAfterSigningTwice(tabs, (first, second) => ({
    ...{ kind: 'pos', slotMs, epochSlots: 6, slashPermille: 100 },
    stakes: [first, second].map((one) => ({ address: one, amount: half })),
  }));
  for (const page of all) {
    await go(page, 'Produce');
    await expect(page.getByTestId('staker-jailed')).toContainText('signed twice', { timeout: blockMsMax });
    const { stake, jailedUntil, unbonding } = await ask(page, 'account_get', { address });
    expect(stake).toBe('0');
    expect(jailedUntil).toBeGreaterThan(1000);
    // A tenth is gone for each slot that was proven; the rest is on its way back.
    const left = unbonding.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
    expect(left).toBeLessThanOrEqual((BigInt(half) * 9n) / 10n);
    expect(left).toBeGreaterThan(0n);
    const { stakers } = await ask(page, 'stakers_get', {});
    expect(stakers.find((one) => one.address === address)).toHaveProperty('jailedUntil');
  }
  await waitForHeight(all, (await heightOf(honest)) + 1, blockMsMax);
});
