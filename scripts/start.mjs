/**
 * `npm start`: installs what is missing, builds the page, then runs the relay that serves it.
 * Arguments after `--` go to the relay: npm start -- --port 0 --data DIR
 */
import { buildPage } from './page.mjs';
import { prepare, runNode } from './prepare.mjs';

await prepare();
await buildPage();
process.exitCode = await runNode(['relay/main.ts', ...process.argv.slice(2)]);
