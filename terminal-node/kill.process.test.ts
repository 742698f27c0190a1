// A node that is killed again and again while it loads, fetches blocks and goes over to a heavier branch: what it has in
// the end is what a node has that was never killed, down to the root of its state. Real processes, SIGKILL, LevelDB.

import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeBundle } from '../shared/core/bundle/index.ts';
import { accountAddress, formatAddress } from '../shared/core/model/index.ts';
import { type BlockForge, createForge, fixedWork, type ForgedBlock } from '../shared/testing/index.ts';
import { recordOf, testSpec, transferOf, walletOf } from '../shared/testing/index.ts';
import { seededRandom } from '../shared/testing/simulation/index.ts';
import type { RpcClient } from './rpc/rpc-client.ts';
import { type NodeProcess, startNodeProcess } from './testing/node-process.ts';
import { runningClient } from './testing/running-client.ts';

const isNight = process.env['TABCHAIN_NIGHTLY'] === '1';
const killsWanted = isNight ? 200 : 10;
const main = fileURLToPath(new URL('main.ts', import.meta.url));
/** Where the two branches part, where the lighter one ends, and the heavier one. */
const [forkHeight, lightHeight, heavyHeight] = [10, 50, 250];

let folder = '';
const nodes: NodeProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tabchain-kill-'));
});

afterEach(async () => {
  await Promise.all(nodes.map((node) => node.end('SIGKILL')));
  await rm(folder, { recursive: true });
});

const [payer, other] = [walletOf(1), walletOf(2)];

/** Blocks with a payment and a record each, so that every one of them changes the state. */
const grow = (forge: BlockForge, from: ForgedBlock, to: number, amount: bigint): readonly ForgedBlock[] => {
  const blocks: ForgedBlock[] = [];
  for (let height = from.height + 1; height <= to; height++) {
    const terms = { chainId: forge.chainId, nonce: height - 1 };
    const pay = transferOf(payer, other.address, amount, terms);
    const write = recordOf(other, new TextEncoder().encode(`${height}`), terms);
    blocks.push(forge.build(blocks.at(-1) ?? from, { transactions: [pay, write] }));
  }
  return blocks;
};

/** A data folder with these blocks, taken in by the command. */
const dataWith = async (name: string, forge: BlockForge, blocks: readonly ForgedBlock[]): Promise<string> => {
  const file = join(folder, `${name}.tabchain`);
  await writeFile(file, encodeBundle({ spec: forge.spec, blocks: blocks.map(({ bytes }) => bytes) }));
  const data = join(folder, name);
  await promisify(execFile)(process.execPath, [main, 'chain', 'import', file, '--data', data]);
  return data;
};

const start = (data: string, ...args: readonly string[]): NodeProcess => {
  const node = startNodeProcess(main, ['--data', data, ...args]);
  nodes.push(node);
  return node;
};

/** Kills it while it loads, as soon as it has started, or when it has come to some block; whether it was before its end. */
const killSomewhere = async (node: NodeProcess, random: ReturnType<typeof seededRandom>): Promise<boolean> => {
  const way = random.below(4);
  if (way === 0) await once(AbortSignal.timeout(random.between(50, isNight ? 900 : 600)), 'abort');
  else if (way === 1) await node.first('started');
  else await node.reaches(random.between(lightHeight + 1, heavyHeight));
  const isDone = node.head().height >= heavyHeight;
  await node.end('SIGKILL');
  return !isDone;
};

const accountsOf = (client: RpcClient) =>
  Promise.all(
    [payer, other].map(({ publicKey }) =>
      client.request('account_get', { address: formatAddress(accountAddress(publicKey)) }),
    ),
  );

/** The block at the top, the accounts, and a proof whose path ends in the root of the state that is there. */
const endOf = async (client: RpcClient) => {
  const { id, stateRoot } = await client.request('block_get', { height: heavyHeight });
  const address = formatAddress(accountAddress(payer.publicKey));
  const proof = await client.request('account_prove', { address });
  const checked = await client.request('proof_check', { proof });
  return { id, stateRoot, accounts: await accountsOf(client), proven: checked.blockId, valid: checked.valid };
};

test(
  `${killsWanted} kills during load, import and reorganisation leave what was never killed has`,
  async () => {
    const forge = createForge(testSpec({ consensus: fixedWork(0), reorgLimit: 86_400 }));
    const trunk = grow(forge, forge.genesis, forkHeight, 1000n);
    const fork = trunk.at(-1) ?? forge.genesis;
    const light = await dataWith('light', forge, [...trunk, ...grow(forge, fork, lightHeight, 1n)]);
    const twin = await dataWith('twin', forge, [...trunk, ...grow(forge, fork, heavyHeight, 2n)]);
    const { addresses } = await start(twin).first('started');
    const expected = await endOf(await runningClient(twin));
    expect(expected).toMatchObject({ valid: true, proven: expected.id });

    const random = seededRandom(isNight ? Math.floor(Date.now() / 86_400_000) : 5);
    const victim = join(folder, 'victim');
    const dial = ['--dial', addresses[0] ?? ''];
    for (let kills = 0; kills < killsWanted;) {
      await rm(victim, { recursive: true, force: true });
      await cp(light, victim, { recursive: true });
      let isOnTheWay = true;
      while (isOnTheWay && kills < killsWanted) {
        isOnTheWay = await killSomewhere(start(victim, ...dial), random);
        kills++;
      }
      const survivor = start(victim, ...dial);
      if ((await survivor.first('started')).height < heavyHeight) await survivor.reaches(heavyHeight);
      expect(await endOf(await runningClient(victim))).toEqual(expected);
      expect(await survivor.end('SIGTERM')).toBe(0);
    }
  },
  isNight ? 3_600_000 : 180_000,
);
