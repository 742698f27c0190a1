/**
 * `npm test`: the gate. Everything of `npm run verify`, then whole networks on a virtual clock, then real browsers.
 * Goes on after a failure, so that one run tells everything; the last line is `N passed, N failed` over all suites.
 */
import { requireBrowser } from './browser.mjs';
import { buildPage } from './page.mjs';
import { prepare } from './prepare.mjs';
import { runSuites, summarise } from './run-suites.mjs';
import { sharedSuites, storySuites, verifySuites } from './suites.mjs';

await prepare();
const env = { ...process.env, CHROMIUM_PATH: await requireBrowser() };
const verified = await runSuites(verifySuites, { atOnce: 2 });
await buildPage();
const shared = await runSuites(sharedSuites, { atOnce: 2, env });
const stories = await runSuites(storySuites, { atOnce: 1, env });
summarise([...verified, ...shared, ...stories]);
