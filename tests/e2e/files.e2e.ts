/**
 * Files among tabs, with a real relay: one shares a file, the block and the screens list it; another opens it, byte for byte;
 * the first tab and the relay go, and a third tab still gets it from the second, which has been reloaded meanwhile.
 */
import { expect } from '@playwright/test';
import { test, waitUntil } from './harness.ts';
import {
  ask,
  blockMsMax,
  createWallet,
  go,
  linkMsMax,
  startMining,
  stopMining,
  waitForHeight,
  waitForLinks,
} from './tab.ts';

const fileMsMax = 30_000;
const hostile = '<script>document.title = "owned"</script>';

test('a file outlives the tab that shared it, and the relay', async ({ tabs, relay }) => {
  const [maker, second] = [await tabs.open(), await tabs.open()];
  await waitForLinks([maker, second], linkMsMax);
  await createWallet(maker);
  await startMining(maker);
  await waitForHeight([maker, second], 2, blockMsMax);
  const size = 1_000_000;
  const text = `${hostile}\n`.repeat(Math.ceil(size / (hostile.length + 1))).slice(0, size);

  await go(maker, 'Files');
  await maker
    .getByTestId('file-choose')
    .setInputFiles({ name: 'notes<b>.html', mimeType: 'text/html', buffer: Buffer.from(text) });
  await expect(maker.getByTestId('file-added')).toBeVisible({ timeout: fileMsMax });
  await waitUntil('the other tab lists it from a block', fileMsMax, async () => {
    const [file] = await ask(second, 'file_list', {});
    return file?.height !== undefined && file.name === 'notes<b>.html';
  });
  await stopMining(maker);
  const [file] = await ask(second, 'file_list', {});
  const cid = file?.cid ?? '';
  const { files } = await ask(second, 'block_get', { height: file?.height ?? 0 });
  expect(files).toEqual([{ cid, name: 'notes<b>.html', size }]);

  await second.goto(`${relay.page}#/file/${cid}`);
  await second.getByTestId('file-pin').click({ timeout: fileMsMax });
  await expect(second.getByTestId('file-text')).toContainText(hostile, { timeout: fileMsMax });
  expect(await second.title()).not.toBe('owned');

  await second.reload();
  await expect(second.getByTestId('file-text')).toContainText(hostile, { timeout: fileMsMax });
  const third = await tabs.open();
  await waitForLinks([second, third], linkMsMax);
  // The page's parts come from the relay; the file does not.
  await third.evaluate((hash) => (location.hash = hash), `#/file/${cid}`);
  await expect(third.getByTestId('file-fetch')).toBeVisible({ timeout: fileMsMax });
  await maker.close();
  await relay.kill();
  await third.getByTestId('file-fetch').click({ timeout: fileMsMax });
  await expect(third.getByTestId('file-text')).toContainText(hostile, { timeout: fileMsMax });
  const { blocks, damaged } = await ask(third, 'file_verify', { cid });
  expect([blocks, damaged]).toEqual([1, 0]);
});
