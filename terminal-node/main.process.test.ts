// The terminal node as a process: two of them and a relay, mining and following, restarted and killed; and the one
// sentence for each thing that a person can put right.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { followProcess, type NodeProcess, startNodeProcess } from './testing/node-process.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const relayMain = fileURLToPath(new URL('../relay/main.ts', import.meta.url));
const storyMsMax = 90_000;

let folder = '';
let specFile = '';
const nodes: NodeProcess[] = [];
const relays: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tabchain-node-'));
  specFile = join(folder, 'spec.json');
  await writeFile(
    specFile,
    JSON.stringify({
      name: 'Two nodes',
      genesisTime: Date.now() - 60_000,
      salt: randomBytes(16).toString('hex'),
      consensus: { kind: 'pow', blockTimeMs: 500, retarget: { kind: 'fixed', leadingHexZeros: 2 } },
    }),
  );
});

afterEach(async () => {
  await Promise.all(nodes.splice(0).map((node) => node.end('SIGKILL')));
  for (const relay of relays.splice(0)) relay.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

const start = (data: string, ...args: readonly string[]): NodeProcess => {
  const node = startNodeProcess(main, ['--data', join(folder, data), ...args]);
  nodes.push(node);
  return node;
};

const startRelay = async (): Promise<string> => {
  const data = join(folder, 'relay');
  await mkdir(data);
  await writeFile(join(data, 'spec.json'), await readFile(specFile));
  const args = [relayMain, '--json', '--host', '127.0.0.1', '--port', '0', '--data', data, '--page', data];
  const relay = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  relays.push(relay);
  const lines: unknown[] = await once(createInterface({ input: relay.stdout }), 'line');
  const said = JSON.parse(String(lines[0])) as { readonly relays: readonly string[] };
  return said.relays[0] ?? '';
};

describe('two terminal nodes', () => {
  test(
    'find each other through a relay; one mines, the other follows; both keep their chain',
    async () => {
      const relay = await startRelay();
      const miner = start('miner', '--spec', specFile, '--relay', relay, '--produce', '--intensity', '0.2');
      const { link, name, height, peerId } = await miner.first('started');
      expect({ name, height }).toEqual({ name: 'Two nodes', height: 0 });
      const follower = start('follower', '--link', link);
      await follower.first('peer', (told) => told.peerId === peerId && told.change === 'connected');
      await follower.reaches(6);
      const block = await follower.first('block', (told) => told.joined === 1);
      expect(await miner.first('block', (told) => told.height === block.height)).toMatchObject({
        id: block.id,
        own: true,
      });
      expect(block).toMatchObject({ own: false, transactions: 0, peers: 1 });

      // Ctrl-C: the end is clean and says what was saved; the next start goes on from there.
      expect(await follower.end('SIGINT')).toBe(0);
      const stopped = await follower.first('stopped');
      expect(stopped).toMatchObject(follower.head());
      const again = start('follower');
      const restarted = await again.first('started');
      expect(restarted.height).toBe(stopped.height);
      expect(restarted.peerId).toBe((await follower.first('started')).peerId);
      await again.reaches(stopped.height + 3);
      expect(await again.end('SIGTERM')).toBe(0);
    },
    storyMsMax,
  );

  test(
    'a node that was killed opens with every block that it had told of, and goes on mining',
    async () => {
      const miner = start('miner', '--spec', specFile, '--produce', '--intensity', '0.2');
      const { peerId, connect } = await miner.first('started');
      const { address, phraseFile } = await miner.first('mining');
      await miner.reaches(4);
      expect(await miner.end('SIGKILL')).toBe('SIGKILL');
      const { height } = miner.head();

      const again = start('miner', '--produce', '--intensity', '0.2', '--listen', '/ip4/127.0.0.1/tcp/0/ws');
      const restarted = await again.first('started');
      expect(restarted.height).toBeGreaterThanOrEqual(height);
      expect(restarted.peerId).toBe(peerId);
      // the same wallet, whose phrase is written down once
      expect(await again.first('mining')).toEqual({ event: 'mining', address });
      const file = phraseFile ?? '';
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      expect(await readFile(file, 'utf8')).toMatch(/^recovery phrase: ([a-z]+ ){11}[a-z]+$/m);

      // what the node says to run connects another one, without any relay
      expect(connect).toMatch(/^npm run tabchain -- node --link '#\/join\/[\w-]+' --dial \/ip4\/.* --data .*-2$/);
      const dialler = start('dialler', '--link', restarted.link, '--dial', restarted.addresses[0] ?? '');
      await dialler.reaches(height + 2);
      expect(again.told.filter(({ event }) => event === 'alarm')).toEqual([]);
    },
    storyMsMax,
  );

  test.skipIf(process.platform === 'win32')(
    'a disk that takes no more ends the node with an alarm, and every block that it told of is there',
    async () => {
      // A shell lets its child write files of 16 blocks at most, of 512 or 1,024 bytes: some thirty blocks of ours.
      const limited = ['-c', 'ulimit -f 16; exec "$0" "$@"', process.execPath, main, 'node', '--json'];
      const args = ['--data', join(folder, 'full'), '--spec', specFile, '--produce', '--intensity', '0.2'];
      const node = followProcess(spawn('sh', [...limited, ...args], { stdio: ['ignore', 'pipe', 'pipe'] }));
      nodes.push(node);
      const { what } = await node.first('alarm');
      expect(what).toMatch(/^storage-/);
      expect(await node.exit()).toBe(1);
      const { height } = node.head();
      expect(height).toBeGreaterThan(2);

      const again = start('full');
      expect((await again.first('started')).height).toBeGreaterThanOrEqual(height);
    },
    storyMsMax,
  );

  test('the same --seed is the same peer id in another folder', async () => {
    const [one, two] = ['one', 'two'].map((data) => start(data, '--spec', specFile, '--seed', 'alice'));
    const [first, second] = await Promise.all([one?.first('started'), two?.first('started')]);
    expect(first?.peerId).toMatch(/^12D3KooW/);
    expect(second?.peerId).toBe(first?.peerId);
  }, 30_000);
});

/** Exit code and what was said, of a run that ends by itself. */
const runToEnd = async (...args: readonly string[]): Promise<{ readonly code: unknown; readonly said: string }> => {
  try {
    await promisify(execFile)(process.execPath, [main, ...args], { timeout: 20_000 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && 'stderr' in error)) throw error;
    return { code: error.code, said: String(error.stderr) };
  }
  return { code: 0, said: '' };
};

describe('what a person can put right', () => {
  test.each([
    ['no command', [], /^tabchain: A command is missing\. See tabchain --help\.\n$/],
    ['no network', ['node', '--data', 'DIR'], /^tabchain: there is no network open in .*--link.*--spec FILE\)\.\n$/],
    ['a wrong link', ['node', '--data', 'DIR', '--link', '#/join/xyz'], /^tabchain: The link cannot be read: .*\n$/],
    ['no spec file', ['node', '--data', 'DIR', '--spec', 'gone.json'], /^tabchain: gone\.json cannot be read; .*\n$/],
    ['no JSON', ['node', '--data', 'DIR', '--spec', 'README.md'], /^tabchain: README\.md is not JSON; .*\n$/],
    [
      'a wrong spec',
      ['node', '--data', 'DIR', '--spec', 'package.json'],
      /^tabchain: package\.json is no network: .* must be .*\n$/,
    ],
  ])(
    '%s',
    async (_name, args, sentence) => {
      const { code, said } = await runToEnd(...args.map((arg) => (arg === 'DIR' ? join(folder, 'data') : arg)));
      expect({ code, said }).toEqual({
        code: args.length === 0 ? 2 : 1,
        said: expect.stringMatching(sentence) as unknown,
      });
    },
    30_000,
  );

  test('a data folder or a port that another node uses', async () => {
    const { addresses } = await start('first', '--spec', specFile).first('started');
    const inFolder = await runToEnd('node', '--data', join(folder, 'first'));
    expect(inFolder.code).toBe(1);
    expect(inFolder.said).toMatch(/^tabchain: the data folder .*first is in use by another node; .*--data DIR\.\n$/);
    const listen = addresses[0]?.split('/p2p/')[0] ?? '';
    const onPort = await runToEnd('node', '--data', join(folder, 'other'), '--spec', specFile, '--listen', listen);
    expect(onPort.code).toBe(1);
    expect(onPort.said).toMatch(
      /^tabchain: The network could not be opened: the port of .* is in use; .*--listen.*\n$/,
    );
  }, 30_000);
});
