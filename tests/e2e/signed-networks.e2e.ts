/**
 * Networks whose blocks are sealed by signatures, in real tabs: a club of three signers, one of whose tabs is closed and
 * the next takes over; two stakers who win slots by lot and pay.
 */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { test, waitUntil } from './harness.ts';
import {
  ask,
  blockMsMax,
  heightOf,
  linkMsMax,
  oneCoin,
  passphrase,
  waitForBalance,
  waitForHeight,
  waitForLinks,
} from './tab.ts';

const slotMs = 1500;

/** A wallet in each tab, each in its own browser profile. */
async function walletsOf(pages: readonly Page[]): Promise<readonly string[]> {
  return Promise.all(pages.map(async (page) => (await ask(page, 'wallet_create', { passphrase })).address));
}

/** Makes the network in the first tab; the others come by its link; all make blocks. */
async function found(pages: readonly Page[], spec: Readonly<Record<string, unknown>>): Promise<void> {
  const [first, ...others] = pages;
  if (first === undefined) throw new Error('a network is made in a tab');
  const { link } = await ask(first, 'network_create', { spec });
  await Promise.all(others.map((page) => ask(page, 'network_join', { link })));
  await Promise.all(pages.map((page) => expect(page.getByTestId('network-name')).toHaveText(String(spec['name']))));
  await waitForLinks(pages, linkMsMax);
  await Promise.all(pages.map((page) => ask(page, 'production_start', {})));
}

interface Sealed {
  readonly height: number;
  readonly slot: number;
  readonly producer: string;
}

async function newestBlocks(page: Page, count: number): Promise<readonly Sealed[]> {
  const blocks = await ask(page, 'block_list', { count });
  return blocks.flatMap(({ height, consensus, producer }) =>
    'slot' in consensus && height > 0 ? [{ height, slot: consensus.slot, producer }] : [],
  );
}

test('a signer’s tab is closed and the next one takes over', async ({ tabs }) => {
  const pages = [await tabs.open(), await tabs.open(), await tabs.open()];
  const addresses = await walletsOf(pages);
  await found(pages, { name: 'Club', consensus: { kind: 'poa', slotMs, admin: addresses[0], signers: addresses } });
  await waitForHeight(pages, 4, blockMsMax);
  const [gone, ...living] = pages;
  const [lost, witness] = [addresses[0], living[0]];
  if (gone === undefined || witness === undefined) throw new Error('three tabs');
  await waitUntil('all three have made blocks', blockMsMax, async () => {
    const producers = new Set((await newestBlocks(witness, 6)).map(({ producer }) => producer));
    return producers.size === 3;
  });

  await gone.close();
  const height = await heightOf(witness);
  await waitForHeight(living, height + 4, blockMsMax);
  const after = (await newestBlocks(witness, 4)).toReversed();
  expect(after.map(({ producer }) => producer)).not.toContain(lost);
  // The slot of who is gone stays empty, and the one after it has a block.
  const gaps = after.slice(1).map(({ slot }, index) => slot - (after[index]?.slot ?? 0));
  expect(Math.max(...gaps)).toBe(2);
  const blocks = await Promise.all(living.map((page) => ask(page, 'block_get', { height: height + 2 })));
  expect(new Set(blocks.map(({ id }) => id)).size).toBe(1);
});

test('two stakers win slots and pay', async ({ tabs }) => {
  const pages = [await tabs.open(), await tabs.open()];
  const [rich, other] = await walletsOf(pages);
  const [first, second] = pages;
  if (first === undefined || second === undefined || other === undefined) throw new Error('two tabs');
  await found(pages, {
    name: 'Staked',
    consensus: {
      ...{ kind: 'pos', slotMs, epochSlots: 6 },
      stakes: [
        { address: rich, amount: '3000' },
        { address: other, amount: '2000' },
      ],
    },
    allocations: [{ address: rich, amount: (100n * oneCoin).toString() }],
  });
  await waitForHeight(pages, 3, blockMsMax);
  const { address: saved } = await ask(second, 'wallet_add', { label: 'saved' });
  await ask(first, 'tx_send', { kind: 'transfer', to: saved, amount: oneCoin.toString() });
  await waitForBalance(second, saved, oneCoin, blockMsMax);
  await waitUntil('both have won a slot', 2 * blockMsMax, async () => {
    const producers = new Set((await newestBlocks(first, 30)).map(({ producer }) => producer));
    return producers.has(rich ?? '') && producers.has(other);
  });
});
