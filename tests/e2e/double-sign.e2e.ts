/**
 * One signer's words in two browsers, one of which is alone with its own copy of the network: both sign the same slots.
 * When they meet, the evidence comes into the chain, the signer is suspended, and every tab shows it.
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

test('a signer that signs twice is suspended, and every tab shows it', async ({ tabs }) => {
  const all = [await tabs.open(), await tabs.open(), await tabs.open()] as const;
  const [honest, signer, twin] = all;
  const [{ address: admin }, { address, mnemonic }] = await Promise.all([
    ask(honest, 'wallet_create', { passphrase }),
    ask(signer, 'wallet_create', { passphrase }),
  ]);
  await ask(twin, 'wallet_import', { mnemonic, passphrase });
  const allocations = [admin, address].map((one) => ({ address: one, amount: (10n * oneCoin).toString() }));
  const consensus = { kind: 'poa', slotMs, admin, signers: [admin, address] };
  const { link } = await ask(honest, 'network_create', { spec: { name: 'Club', consensus, allocations } });
  await ask(signer, 'network_join', { link });
  await ask(twin, 'network_join', { link: withoutRelays(link) });

  // Both sign their turns, on chains of which one has a payment and the other has not heard of it.
  await ask(signer, 'tx_send', { kind: 'transfer', to: admin, amount: oneCoin.toString() });
  await Promise.all([signer, twin].map((page) => ask(page, 'production_start', {})));
  await waitUntil('one slot is signed by both', blockMsMax, async () => {
    const slots = new Set(await slotsOf(signer));
    return (await slotsOf(twin)).some((slot) => slots.has(slot));
  });
  expect(await ask(twin, 'net_peers', {})).toEqual([]);
  await waitForLinks([honest, signer], linkMsMax);
  expect((await ask(honest, 'signers_get', {})).suspended).toEqual([]);

  // They meet, and the honest one sees both.
  const [way] = (await ask(honest, 'net_addresses', {})).filter((one) => one.includes('/webrtc/'));
  await ask(twin, 'net_dial', { address: way ?? '' });
  await ask(honest, 'production_start', {});
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
