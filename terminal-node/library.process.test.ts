// The library in a program: a network of its own, a wallet, blocks, events, a clean end, and the same node again.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createNode } from './library.ts';

const spec = {
  name: 'In a program',
  genesisTime: 1_700_000_000_000,
  consensus: { kind: 'pow', blockTimeMs: 500, retarget: { kind: 'fixed', leadingHexZeros: 1 } },
};

test('createNode is the provider of a node on a data folder', async () => {
  const data = await mkdtemp(join(tmpdir(), 'tabchain-library-'));
  const node = await createNode({ data, spec: { ...spec, salt: '0a'.repeat(16) }, seed: 'library' });
  const { address } = await node.request({ method: 'wallet_create', params: { passphrase: 'of a program' } });
  const reaches = new Promise<void>((resolve) => node.on('head', ({ height }) => height >= 2 && resolve()));
  await node.request({ method: 'production_start', params: {} });
  await reaches;
  await node.request({ method: 'production_stop' });
  const { balance } = await node.request({ method: 'account_get', params: { address } });
  expect(BigInt(balance)).toBeGreaterThan(0n);
  await expect(createNode({ data })).rejects.toThrow('in use by another node');
  const { head } = await node.request({ method: 'node_status' });
  await node.stop();

  const again = await createNode({ data, seed: 'library' });
  expect(await again.request({ method: 'node_status' })).toMatchObject({ head });
  await again.stop();
  await rm(data, { recursive: true });
}, 60_000);
