/**
 * A first sync with half of eight peers stalling takes at most twice as long as with eight that answer: 500 blocks by day,
 * where the four withhold bodies; by night 10,000, where they answer nothing at all.
 */
import { expect, test } from 'vitest';
import type { Message } from '../../shared/core/wire/index.ts';
import { createForge, fixedWork, loadSignatureCheck, testSpec } from '../../shared/testing/index.ts';
import { syncFrom } from './staged-sync.ts';

const check = await loadSignatureCheck();
const isNight = process.env['TABCHAIN_NIGHTLY'] === '1';
const count = isNight ? 10_000 : 500;
const seeds = isNight ? [1, 2, 3] : [1, 2, 3, 4, 5];

const stalls = ({ type }: Message): boolean => isNight || type === 'get-blocks';
const never = (): boolean => false;

test(`${count} blocks with four of eight peers stalling`, async () => {
  const forge = createForge(testSpec({ consensus: fixedWork(0) }));
  const blocks = forge.extend(forge.genesis, count);
  for (const seed of seeds) {
    const scene = { forge, signatureCheck: check, blocks, seed };
    const idOf = (index: number): string => `peer ${index}`;
    const answering = Array.from({ length: 8 }, (_, index) => ({ id: idOf(index), stalls: never }));
    // Every other one, the first among them.
    const half = answering.map(({ id }, index) => ({ id, stalls: index % 2 === 0 ? stalls : never }));
    const without = await syncFrom({ ...scene, peers: answering });
    const within = await syncFrom({ ...scene, peers: half });
    console.log(
      `stall: ${count} blocks from 8 peers in ${without.tookMs} ms, with 4 stalling in ${within.tookMs} ms (<= 2 x), ` +
        `bodies sent ${without.bodiesSent} and ${within.bodiesSent}`,
    );
    expect(within.tookMs).toBeLessThanOrEqual(2 * without.tookMs);
    // What is asked twice is little.
    expect(within.bodiesSent).toBeLessThan(1.5 * count);
  }
});
