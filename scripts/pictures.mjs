/**
 * `npm run pictures`: takes the README's pictures from the real page: a relay, four tabs, blocks mined and paid for, then
 * the screens of the first tab. Writes docs/pictures/. Owns the relay and the browser that it starts, and a temporary
 * folder. Bound: waits at most `waitMsMax` for each thing.
 */
import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { requireBrowser } from './browser.mjs';
import { buildPage } from './page.mjs';
import { giveUp, prepare, root, say, startNode } from './prepare.mjs';

const waitMsMax = 90_000;
const wide = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };
const wall = { width: 1920, height: 1080 };

/** Fragment, size and theme of each picture. */
const pictures = [
  { name: 'overview-wide', hash: '#/', size: wide, theme: 'light' },
  { name: 'overview-phone', hash: '#/', size: phone, theme: 'dark' },
  { name: 'block-wide', hash: '#/block/6', size: wide, theme: 'dark' },
  { name: 'wallet-wide', hash: '#/wallet', size: wide, theme: 'light' },
  { name: 'network-dark', hash: '#/network', size: wide, theme: 'dark' },
  { name: 'big-screen', hash: '#/big', size: wall, theme: 'dark' },
];

await prepare();
await buildPage();
const { chromium } = await import('@playwright/test');
const data = await mkdtemp(join(tmpdir(), 'tabchain-pictures-'));
await writeFile(
  join(data, 'spec.json'),
  JSON.stringify({
    ...{ name: 'Harbour class', genesisTime: Date.now() - 60_000, salt: '0123456789abcdef0123456789abcdef' },
    consensus: { kind: 'pow', blockTimeMs: 1000, retarget: { kind: 'fixed', leadingHexZeros: 4 } },
  }),
);
const args = ['relay/main.ts', '--json', '--host', '127.0.0.1', '--port', '0', '--data', data];
const relay = startNode(args, { stdio: ['ignore', 'pipe', 'ignore'] });
const browser = await chromium.launch({
  executablePath: await requireBrowser(),
  args: ['--no-sandbox', '--disable-gpu', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE *.local'],
});
try {
  await takeAll(await pageAddress());
} finally {
  await browser.close();
  relay.kill('SIGTERM');
  await once(relay, 'exit');
  await rm(data, { recursive: true, force: true });
}

/** @returns {Promise<string>} */
async function pageAddress() {
  if (relay.stdout === null) throw new Error('the relay was started without an output pipe');
  for await (const line of createInterface({ input: relay.stdout })) {
    if (line.startsWith('{')) return JSON.parse(line).page;
  }
  return giveUp('the relay ended before it said where it is.');
}

/** @param {string} address */
async function takeAll(address) {
  const tabs = [];
  for (let i = 0; i < 4; i++) {
    const tab = await (await browser.newContext()).newPage();
    await tab.goto(address);
    tabs.push(tab);
  }
  const [first, second] = tabs;
  if (first === undefined || second === undefined) return;
  const isLinked = async () => (await ask(first, 'node_status')).peers.direct >= tabs.length - 1;
  await until(isLinked, 'all tabs are linked directly');
  const { address: own } = await ask(first, 'wallet_create', { passphrase: 'four small words here' });
  await ask(first, 'wallet_backup', { done: true });
  const { address: other } = await ask(second, 'wallet_create', { passphrase: 'four small words here' });
  say(`${own} mines …`);
  await ask(first, 'production_start', { intensity: 0.5 });
  await until(async () => (await heightOf(first)) >= 5, 'five blocks');
  await ask(first, 'tx_send', { kind: 'transfer', to: other, amount: '12500000' });
  const text = Buffer.from('Tide table: 4.2 m at 06:40').toString('hex');
  await ask(first, 'tx_send', { kind: 'record', data: `0x${text}` });
  await until(async () => (await heightOf(first)) >= 14, 'fourteen blocks');
  for (const { name, hash, size, theme } of pictures) {
    await first.setViewportSize(size);
    await first.emulateMedia({ colorScheme: theme === 'dark' ? 'dark' : 'light' });
    await first.evaluate((next) => (globalThis.location.hash = next), hash);
    await first.locator('h1').first().waitFor();
    const height = await heightOf(first);
    await until(async () => (await heightOf(first)) > height, 'the next block');
    await first.screenshot({ path: join(root, 'docs', 'pictures', `${name}.png`) });
    say(`docs/pictures/${name}.png`);
  }
}

/**
 * @param {import('@playwright/test').Page} tab @param {string} method @param {object} [params]
 * @returns {Promise<any>}
 */
async function ask(tab, method, params = {}) {
  const provider = await tab.waitForFunction(() => Reflect.get(globalThis, 'tabchain'));
  return provider.evaluate((api, call) => api.request(call), { method, params });
}

/** @param {import('@playwright/test').Page} tab @returns {Promise<number>} */
async function heightOf(tab) {
  return (await ask(tab, 'node_status')).height;
}

/** @param {() => Promise<boolean>} condition @param {string} what */
async function until(condition, what) {
  const end = Date.now() + waitMsMax;
  while (!(await condition().catch(() => false))) {
    if (Date.now() > end) giveUp(`not within ${waitMsMax / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
