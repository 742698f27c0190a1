/**
 * A page of another origin with a node in it by a script tag: it looks without asking, the person is asked before it
 * spends, what is refused stays undone, and the wallet itself is out of its reach.
 */
import { expect, type Frame, type Page } from '@playwright/test';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from './harness.ts';
import type { Method, ParamsOf } from '../../shared/provider/index.ts';

const example = new URL('../../examples/embed/index.html', import.meta.url);

/** Serves the example from an origin of its own; `close` ends it. */
const serveExample = async (page: string) => {
  const html = (await readFile(example, 'utf8')).replaceAll('http://127.0.0.1:9090/', page);
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(html);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() };
};

/** In the frame, where the page itself asks and nobody is asked back. */
const inFrame = <M extends Method>(frame: Frame, method: M, params: ParamsOf<M>): Promise<unknown> =>
  frame.evaluate(async (call: unknown) => window.tabchain?.request(call as never), { method, params });

const refusalOf = (page: Page, method: string): Promise<unknown> =>
  page.evaluate(async (name) => {
    const element: unknown = document.querySelector('tab-chain');
    const { provider } = element as { provider: { request: (call: object) => Promise<unknown> } };
    return provider.request({ method: name }).catch((error: unknown) => Object.assign({}, error));
  }, method);

test('a page with a script tag has a node, and the person has the last word', async ({ relay, tabs }) => {
  const { address, close } = await serveExample(relay.page);
  const page = await tabs.open(address);
  await expect(page.locator('#head')).toHaveText(/^\d+ 0x/, { timeout: 30_000 });
  expect(await refusalOf(page, 'wallet_export')).toMatchObject({ code: 4001 });
  expect(await page.evaluate(() => 'ethereum' in window)).toBe(false);

  const frame = page.frames().find((one) => one.url().startsWith(relay.page));
  if (frame === undefined) throw new Error('there is no frame');
  await inFrame(frame, 'wallet_create', { passphrase: 'of the frame' });
  await inFrame(frame, 'wallet_backup', { done: true });
  await inFrame(frame, 'production_start', {});
  await expect(page.locator('#head')).toHaveText(/^[3-9] 0x/, { timeout: 30_000 });

  const dialog = frame.getByTestId('foreign-call');
  await page.locator('#send').click();
  await expect(dialog.getByTestId('foreign-origin')).toHaveText(address.replace(/\/$/, ''));
  await dialog.getByTestId('foreign-refuse').click();
  await expect(page.locator('#sent')).toHaveText('4001 The person refused.');
  await page.locator('#send').click();
  await dialog.getByTestId('foreign-allow').click();
  await expect(page.locator('#sent')).toHaveText(/^sent 0x[0-9a-f]{64}$/);
  close();
});
