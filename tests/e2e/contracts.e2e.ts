/**
 * Contracts among tabs: written, tried and deployed in one, asked and called in another, its event and storage seen in a third,
 * which has no wallet. Then a function that never ends: the page does not send it, and who sends it all the same pays its
 * gas, alone, while the chain goes on. The editor completes, marks the line that is wrong and is left by the keyboard; that
 * the page's policy forbids nothing of it, the harness sees.
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
  linkMsMax,
  oneCoin,
  pay,
  startMining,
  waitForBalance,
  waitForHeight,
  waitForLinks,
} from './tab.ts';

const endless = 'export function loop() { for (;;); }';

// With the page kept by its service worker, as people have it: the contract machine comes through it.
test.use({ keepsPage: true });

test('a contract is written in one tab, called from another, and seen in a third', async ({ tabs, relay }) => {
  const [maker, caller, seer] = [await tabs.open(), await tabs.open(), await tabs.open()];
  await waitForLinks([maker, caller, seer], linkMsMax);
  await createWallet(maker);
  const payer = await createWallet(caller);
  await startMining(maker);
  await waitForHeight([maker], 3, blockMsMax);
  await pay(maker, payer, '1');
  await waitForBalance(caller, payer, oneCoin, blockMsMax);

  await go(maker, 'Contracts');
  await maker.getByTestId('example').selectOption('counter');
  await maker.getByTestId('init-argument-0').fill('40');
  await expect(maker.getByTestId('inspected')).toContainText('increment');
  await expect(maker.getByTestId('deploy-cost')).toContainText('gas');
  await tryFirst(maker);
  await maker.getByTestId('deploy').click();
  const address = await maker.getByTestId('deployed').innerText({ timeout: blockMsMax });
  await expect(maker.getByTestId('own-contract')).toBeVisible({ timeout: blockMsMax });

  for (const tab of [caller, seer]) {
    await waitUntil('the other tabs have its block', blockMsMax, () =>
      ask(tab, 'contract_get', { address }).then(
        () => true,
        () => false,
      ),
    );
    await tab.goto(`${relay.page}#/contract/${address}`);
    await expect(tab.getByTestId('storage')).toContainText('40', { timeout: blockMsMax });
  }
  await caller.getByTestId('increment-argument-0').fill('2');
  await caller.getByTestId('increment-ask').click();
  await expect(caller.getByTestId('answer')).toHaveText('42');
  expect(await balanceOf(caller, payer)).toBe(oneCoin);
  await caller.getByTestId('increment-call').click();
  await expect(seer.getByTestId('storage')).toContainText('42', { timeout: blockMsMax });
  await expect(seer.getByTestId('events')).toContainText('incremented', { timeout: blockMsMax });
  await expect(seer.getByTestId('events')).toContainText(payer);

  await useTheEditor(maker);
  await write(maker, endless);
  await expect(maker.getByTestId('inspected')).toContainText('loop', { timeout: blockMsMax });
  await maker.getByTestId('deploy').click();
  await expect(maker.getByTestId('own-contract')).toHaveCount(2, { timeout: blockMsMax });
  const trap = (await maker.getByTestId('deployed').innerText()).trim();
  const call = { address: trap, function: 'loop' };
  const refused = await ask(caller, 'contract_invoke', call).then(
    () => undefined,
    (error: unknown) => String(error),
  );
  expect(refused).toContain('out of gas');
  const before = await balanceOf(caller, payer);
  const { id } = await ask(caller, 'contract_invoke', { ...call, gasLimit: 400_000 });
  await waitUntil('the call is in a block that all have', blockMsMax, async () => {
    const statuses = await Promise.all([maker, caller, seer].map((tab) => ask(tab, 'tx_get', { id })));
    return statuses.every(({ receipt }) => receipt?.status === 'failed' && receipt.gasUsed === 400_000);
  });
  expect(before - (await balanceOf(caller, payer))).toBe(400_000n);
  const { height } = await ask(seer, 'node_status', {});
  await waitForHeight([maker, caller, seer], height + 1, blockMsMax);
  expect(await ask(seer, 'contract_view', { address, function: 'value' })).toMatchObject({ value: '42' });
});

/** What stands in the editor runs in this tab: call goes on from call, a failure is marked at its line, nothing is sent. */
async function tryFirst(page: Page): Promise<void> {
  const draft = page.getByTestId('draft');
  await page.getByTestId('init-argument-0').fill('none');
  await draft.getByTestId('increment-ask').click();
  await expect(draft.getByTestId('answer')).toContainText('not be deployed');
  await expect(page.getByTestId('editor').locator('.cm-lint-marker-error')).toBeVisible();
  await page.getByTestId('init-argument-0').fill('40');
  for (const value of ['41', '42', '43']) {
    await draft.getByTestId('increment-ask').click();
    await expect(draft.getByTestId('answer')).toHaveText(value);
  }
  await expect(draft.getByTestId('changes')).toContainText('42 → 43');
  await expect(draft.getByTestId('value-live')).toContainText('43');
  await expect(draft.getByTestId('calls-so-far').getByRole('listitem')).toHaveCount(3);
  await draft.getByTestId('afresh').click();
  await expect(draft.getByTestId('value-live')).toContainText('40');
  expect(await ask(page, 'mempool_list', {})).toEqual([]);
}

/** As people do, key by key: Playwright's \`fill\` edits the page past the editor, with styles that the page's policy refuses. */
async function write(page: Page, text: string): Promise<void> {
  await page.getByTestId('editor').getByTestId('code').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.keyboard.type(text);
}

/** By the keyboard alone: what it offers comes with its words, what is wrong is marked, and Escape before Tab leaves. */
async function useTheEditor(page: Page): Promise<void> {
  const editor = page.getByTestId('editor');
  const code = editor.getByTestId('code');
  await expect(code).toHaveAttribute('role', 'textbox');
  await write(page, 'export function f() {\nstorage.');
  await expect(editor.getByRole('option', { name: /^get/ })).toBeVisible();
  await expect(editor.locator('.cm-completionInfo')).toContainText('Whether there was one');
  await page.keyboard.press('Escape');
  await page.keyboard.type('get(;');
  await expect(editor.locator('.cm-lint-marker-error')).toBeVisible({ timeout: blockMsMax });
  await expect(page.getByTestId('inspected')).toContainText('line 2');
  await page.keyboard.press('Tab');
  await expect(code).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(code).not.toBeFocused();
}
