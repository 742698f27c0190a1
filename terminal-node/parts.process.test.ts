// The commands for stakes, signers, contracts, files and proofs against nodes that run, as a person types them in another
// terminal: what each says, in words and as JSON, and what the chain has of it afterwards. And a node that welcomes newcomers,
// and newcomers by link to networks that signatures seal.

import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { parseJoinLink } from '../shared/core/link/index.ts';
import type { RpcClient } from './rpc/rpc-client.ts';
import { type Ended, runCommandHere } from './testing/command-here.ts';
import { type NodeProcess, startTypedNodeProcess } from './testing/node-process.ts';
import { runningClient } from './testing/running-client.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const counter = fileURLToPath(new URL('../public/contracts/counter.js', import.meta.url));
const isNight = process.env['TABCHAIN_NIGHTLY'] === '1';
/** A deadline, not a measure; at night much else runs beside it. */
const storyMsMax = isNight ? 240_000 : 120_000;
/** Two side by side mostly wait; four that mine are too many for two cores. */
const story = isNight ? test : test.concurrent;
/** Nodes that are waited for, or started several times: too long for a day. */
const byNight = test.runIf(isNight);
const passphrase = 'of three parts';
const env = { ...process.env, TABCHAIN_PASSPHRASE: passphrase };

let folder = '';
const nodes: NodeProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tabchain-parts-'));
  vi.stubEnv('TABCHAIN_PASSPHRASE', passphrase);
});

afterAll(async () => {
  await Promise.all(nodes.map((node) => node.end('SIGKILL')));
  await rm(folder, { recursive: true });
});

const on = (data: string, args: readonly string[]): Promise<Ended> =>
  runCommandHere([...args, '--data', join(folder, data)]);

/** What a command prints as JSON. */
const tabchain = async (data: string, ...args: readonly string[]): Promise<unknown> => {
  const { code, printed, said } = await on(data, [...args, '--json']);
  expect({ code, said }).toEqual({ code: 0, said: [] });
  return JSON.parse(printed.join('\n'));
};

/** What a command says to a person. */
const wordsOf = async (data: string, ...args: readonly string[]): Promise<string> => {
  const { code, printed, said } = await on(data, args);
  expect({ code, said }).toEqual({ code: 0, said: [] });
  return printed.join('\n');
};

const fieldOf = (answer: unknown, name: string): string => {
  const value: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, name) : undefined;
  if (typeof value !== 'string') throw new Error(`no ${name} in ${JSON.stringify(answer)}`);
  return value;
};

const start = (data: string, ...args: readonly string[]): NodeProcess => {
  const node = startTypedNodeProcess(main, ['--data', join(folder, data), ...args], env);
  nodes.push(node);
  return node;
};

const clientOf = async (data: string): Promise<RpcClient> => runningClient(join(folder, data));

/** A node that makes blocks, on a network whose first coins are its wallet's. */
const found = async (data: string, consensusFor: (address: string) => object) => {
  const address = fieldOf(await tabchain(data, 'wallet', 'create'), 'address');
  const spec = join(folder, `${data}.json`);
  const network = {
    ...{ name: data, genesisTime: Date.now() - 10_000, salt: randomBytes(16).toString('hex') },
    ...{ consensus: consensusFor(address), allocations: [{ address, amount: '1000000000' }] },
  };
  await writeFile(spec, JSON.stringify(network));
  const node = start(data, '--spec', spec, '--produce', '--intensity', '0.1');
  await node.reaches(1, storyMsMax);
  return { address, node };
};

const included = { height: expect.any(Number) as unknown, id: expect.stringMatching(/^0x/) as unknown };

story(
  'contracts, files, proofs and looks: each command says what the chain has',
  async () => {
    const retarget = { kind: 'fixed', leadingHexZeros: 1 };
    const { address } = await found('contracts', () => ({ kind: 'pow', blockTimeMs: 500, retarget }));
    expect(await wordsOf('contracts', 'file', 'list')).toBe('no files');
    const deployed = await tabchain('contracts', 'contract', 'deploy', counter, '40');
    expect(deployed).toMatchObject({ ...included, status: 'ok' });
    const contract = fieldOf(deployed, 'address');
    const called = await tabchain('contracts', 'contract', 'invoke', contract, 'increment', '2');
    expect(called).toMatchObject({ ...included, status: 'ok' });
    expect(JSON.stringify(await tabchain('contracts', 'contract', 'view', contract, 'value'))).toContain('42');

    const added = await tabchain('contracts', 'file', 'add', counter);
    expect(added).toMatchObject(included);
    expect(await wordsOf('contracts', 'file', 'list')).toMatch(/^baf\w+ +\d+ bytes +here +kept +counter\.js$/);
    const copy = join(folder, 'copy.js');
    await tabchain('contracts', 'file', 'get', fieldOf(added, 'cid'), '--out', copy);
    expect(await readFile(copy)).toEqual(await readFile(counter));

    const sent = fieldOf(await tabchain('contracts', 'send', address, '1.5'), 'id');
    const proof = join(folder, 'proof.json');
    await writeFile(proof, await wordsOf('contracts', 'proof', 'make', sent));
    expect(await tabchain('nowhere', 'proof', 'check', proof)).toMatchObject({ valid: true });

    expect(await wordsOf('contracts', 'status')).toMatch(/^sync +idle, no peers$/m);
    expect(await wordsOf('contracts', 'account', address)).toMatch(/^nonce +4$/m);
    expect(await wordsOf('contracts', 'tx', sent)).toContain('transfer');
    expect(await wordsOf('contracts', 'produce', 'status')).toMatch(/^makes blocks/);
    for (const [look, words] of [
      ['mempool', 'nothing waits'],
      ['peers', 'no peers'],
      ['log', 'nothing out of the ordinary'],
    ] as const) {
      expect(await wordsOf('contracts', look)).toBe(words);
    }
    expect(await on('contracts', ['call', 'nonsense'])).toMatchObject({
      ...{ code: 1, printed: [] },
      said: [expect.stringMatching(/^There is no method “nonsense”/) as unknown],
    });
  },
  storyMsMax,
);

// A staker that has just started seals nothing for 60 slots, lest another node seals with its key: half a minute.
byNight(
  'coins are staked and taken back',
  async () => {
    const { address } = await found('stakes', (account) => ({
      ...{ kind: 'pos', slotMs: 500, epochSlots: 6, evidenceBlocks: 10 },
      stakes: [{ address: account, amount: '1000000' }],
    }));
    const client = await clientOf('stakes');
    const staked = async (): Promise<string> => (await client.request('account_get', { address })).stake;
    const only = { address, stake: '1000000', counts: '1000000', share: 1_000_000_000 };
    expect(await tabchain('stakes', 'stake', 'list')).toMatchObject({ total: '1000000', stakers: [only] });
    expect(await wordsOf('stakes', 'stake', 'list')).toMatch(
      /^epoch \d+, in which 1 TAB count\ntab1\w+ +1 TAB +100\.0 %$/,
    );
    expect(await tabchain('stakes', 'stake', 'add', '2')).toMatchObject(included);
    expect(await staked()).toBe('3000000');
    expect(await tabchain('stakes', 'stake', 'remove', '0.5')).toMatchObject(included);
    expect(await staked()).toBe('2500000');
  },
  storyMsMax,
);

story(
  'signers are shown and added',
  async () => {
    const { address } = await found('signers', (admin) => ({ kind: 'poa', slotMs: 500, admin, activationDelay: 2 }));
    expect(await tabchain('signers', 'signers', 'show')).toMatchObject({ admin: address, signers: [address] });
    expect(await wordsOf('signers', 'signers', 'show')).toMatch(new RegExp(`^admin +${address}\\nsigner +${address}`));
    const other = fieldOf(await tabchain('other', 'wallet', 'create'), 'address');
    expect(await tabchain('signers', 'signers', 'set', '--add', other)).toMatchObject(included);
    const shown = await tabchain('signers', 'signers', 'show');
    expect(JSON.stringify(shown)).toContain(other);
  },
  storyMsMax,
);

/** Each of one key, that of the node which makes the network. */
const ofOneKey = {
  poa: (admin: string) => ({ kind: 'poa', slotMs: 500, admin }),
  pos: (address: string) => ({
    ...{ kind: 'pos', slotMs: 500, epochSlots: 6, evidenceBlocks: 10 },
    stakes: [{ address, amount: '1000000' }],
  }),
} as const;

for (const kind of ['poa', 'pos'] as const)
  byNight(
    `newcomers to a network of the kind ${kind} begin with the settled block in their link and end at the tip`,
    async () => {
      const maker = `made ${kind}`;
      const { node } = await found(maker, ofOneKey[kind]);
      // a link names a block from this height on: half a minute
      await node.reaches(65, storyMsMax);
      const link = fieldOf(await tabchain(maker, 'network', 'link'), 'link');
      const parsed = parseJoinLink(link);
      const { height = 0, id } = (parsed.ok ? parsed.value.checkpoint : undefined) ?? {};
      expect(height).toBeGreaterThan(0);
      const { addresses } = await node.first('started');
      const dial = ['--link', link, '--dial', addresses[0] ?? ''];
      for (const newcomer of [start(`${kind} newcomer`, ...dial), start(`${kind} light`, '--light', ...dial)]) {
        // the tip as it was, and what is made from then on
        await newcomer.reaches(node.head().height + 4, storyMsMax);
      }
      const top = node.head().height - 2;
      const blocksOf = async (data: string): Promise<readonly string[]> => {
        const client = await clientOf(data);
        const blocks = [height, top].map((at) => client.request('block_get', { height: at }));
        return (await Promise.all(blocks)).map((block) => block.id);
      };
      const [checkpoint, tip] = await blocksOf(maker);
      expect(checkpoint).toBe(`0x${id ?? ''}`);
      expect(await blocksOf(`${kind} newcomer`)).toEqual([checkpoint, tip]);
      expect(await blocksOf(`${kind} light`)).toEqual([checkpoint, tip]);
    },
    2 * storyMsMax,
  );

byNight(
  'a node with --welcome offers newcomers coins, at its next start too, and --welcome 0 ends it',
  async () => {
    const spec = join(folder, 'class.json');
    const consensus = { kind: 'pow', blockTimeMs: 500, retarget: { kind: 'fixed', leadingHexZeros: 1 } };
    const network = {
      name: 'class',
      genesisTime: Date.now() - 10_000,
      salt: randomBytes(16).toString('hex'),
      consensus,
    };
    await writeFile(spec, JSON.stringify(network));
    /** Of a start with these options, when it is `amount`. */
    const offers = async (amount: string | undefined, ...args: readonly string[]): Promise<void> => {
      const host = start('host', ...args);
      await host.first('started');
      const client = await clientOf('host');
      const offered = async (): Promise<unknown> => (await client.request('welcome_get', {})).offer?.amount;
      await expect.poll(offered, { timeout: storyMsMax / 4 }).toBe(amount);
      expect(await host.end('SIGTERM')).toBe(0);
    };
    await offers('2500000', '--spec', spec, '--welcome', '2.5');
    await offers('2500000');
    await offers(undefined, '--welcome', '0');
  },
  storyMsMax,
);
