/**
 * Draws the page's icons from public/favicon.svg and writes them beside it: `node scripts/make-icons.mjs`. They change
 * only when the mark does, so they are kept in the repository and not drawn at each build.
 * Owns the browser it draws with. The maskable one has the mark in the middle four fifths, as its systems cut the rest.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { findBrowser } from './browser.mjs';
import { root } from './prepare.mjs';

const mark = readFileSync(join(root, 'public', 'favicon.svg'), 'utf8');
const ground = '#1b2430';
const icons = [
  { name: 'icon-180', size: 180, share: 0.9, isFilled: true },
  { name: 'icon-192', size: 192, share: 1, isFilled: false },
  { name: 'icon-512', size: 512, share: 1, isFilled: false },
  { name: 'icon-maskable-512', size: 512, share: 0.8, isFilled: true },
];

const executablePath = findBrowser();
const browser = await chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }) });
const page = await browser.newPage({ deviceScaleFactor: 1 });
for (const { name, size, share, isFilled } of icons) {
  const side = Math.round(size * share);
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>
    body { margin: 0; display: grid; place-items: center; height: 100vh; background: ${isFilled ? ground : 'transparent'} }
    svg { width: ${side}px; height: ${side}px }
  </style>${mark}`);
  writeFileSync(join(root, 'public', `${name}.png`), await page.screenshot({ omitBackground: true }));
}
await browser.close();
