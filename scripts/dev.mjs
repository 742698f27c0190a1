/**
 * `npm run dev`: the page from Vite's development server, with a relay beside it.
 * The page asks for relays.json where it came from; Vite passes that on to the relay (see vite.config.ts).
 * Arguments after `--` go to the relay.
 */
import { createInterface } from 'node:readline';
import { exitOf, giveUp, prepare, startNode } from './prepare.mjs';

await prepare();
const relay = startNode(['relay/main.ts', '--json', ...process.argv.slice(2)], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const relayEnd = exitOf(relay, 'relay');
const page = await firstLine(relay);
const vite = startNode(['node_modules/vite/bin/vite.js'], {
  stdio: 'inherit',
  env: { ...process.env, TABCHAIN_RELAY_PAGE: page },
});
const viteEnd = exitOf(vite, 'vite');

process.exitCode = await Promise.race([viteEnd, relayEnd]);
vite.kill('SIGTERM');
relay.kill('SIGTERM');

/**
 * The relay says where it is in one line of JSON.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<string>} the address it serves at, such as http://127.0.0.1:9090/
 */
async function firstLine(child) {
  if (child.stdout === null) throw new Error('the relay was started without an output pipe');
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('{')) return JSON.parse(line).page;
  }
  giveUp('the relay ended before it said where it is.');
}
