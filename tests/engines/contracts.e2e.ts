/**
 * The contract machine on another processor: hostile programs, escapes, the deepest legal nesting and generated contracts have
 * the gas, the outcome and the state root that they have under Node here; a difference would split the network. Node.js of
 * ARM64 under qemu; where it is not installed it is skipped, and told as skipped.
 * Bounds: by night four groups of generated contracts.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { findArm64 } from '../../scripts/arm64.mjs';
import type { GeneratedGroups } from '../contracts/generated-calls.ts';
import { rightAnswer, type SameEverywhere } from '../contracts/on-hosts.ts';

const nightly = process.env['TABCHAIN_NIGHTLY'] === '1';
const emulated: GeneratedGroups = { groups: nightly ? 4 : 1, contracts: 5, calls: nightly ? 50 : 10 };
/** An emulated processor takes thirty times as long. */
const endMsMax = (nightly ? 60 : 15) * 60_000;
const arm64 = findArm64();

test.describe.configure({ timeout: endMsMax + 120_000 });

const expectSame = async (found: SameEverywhere, asked: GeneratedGroups): Promise<void> => {
  const right = await rightAnswer(asked);
  expect(right.outcomes.length).toBeGreaterThanOrEqual(100);
  expect(found).toEqual(right);
};

test('contracts end in Node.js of ARM64 as in that of this machine', async () => {
  test.skip(arm64 === undefined, 'no emulator, or no Node.js of ARM64');
  if (arm64 === undefined) return;
  const script = join(import.meta.dirname, '../contracts/answer-elsewhere.ts');
  const counts = [emulated.groups, emulated.contracts, emulated.calls].map(String);
  const { stdout } = await promisify(execFile)(arm64.emulator, [arm64.node, script, ...counts], {
    env: { ...process.env, QEMU_LD_PREFIX: arm64.libraries },
    ...{ maxBuffer: 256 * 1024 * 1024, timeout: endMsMax },
  });
  const { processor, answer } = JSON.parse(stdout) as { readonly processor: string; readonly answer: SameEverywhere };
  expect(processor).toBe('arm64');
  await expectSame(answer, emulated);
});
