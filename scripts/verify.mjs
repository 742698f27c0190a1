/**
 * `npm run verify`: types, lint, imports, unused code, format, tidiness, unit and property tests; no browser.
 * For every commit: at most two minutes on two cores.
 */
import { prepare } from './prepare.mjs';
import { runSuites, summarise } from './run-suites.mjs';
import { verifySuites } from './suites.mjs';

await prepare();
summarise(await runSuites(verifySuites, { atOnce: 2 }));
