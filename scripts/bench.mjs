/**
 * `npm run bench`: one line of JSON per figure on standard output; arguments after `--` choose (--only NAME).
 * Finds a browser first, because half of the figures are measured in one.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { requireBrowser } from './browser.mjs';
import { buildPage } from './page.mjs';
import { giveUp, prepare, root, runNode } from './prepare.mjs';

await prepare();
if (!existsSync(join(root, 'bench', 'main.ts'))) giveUp('there is nothing to measure: bench/main.ts is missing.');
await buildPage();
const env = { ...process.env, CHROMIUM_PATH: await requireBrowser() };
process.exitCode = await runNode(['bench/main.ts', ...process.argv.slice(2)], env);
