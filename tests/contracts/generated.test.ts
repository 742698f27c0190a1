// Generated contracts that call each other: gas, outcome, events and state root of every call are the same with the
// images of evaluations and without, in a machine that has run much and in one made for the call, and in a process with
// another locale, time zone and clock. In a Chromium worker: tests/browser/contracts.browser.test.ts.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ContractMachine } from '../../shared/core/contracts/index.ts';
import { type GeneratedGroups, runGenerated } from './generated-calls.ts';
import { machineMaker } from './load-machine.ts';
import { hostSays } from './other-clock.ts';

const nightly = process.env['TABCHAIN_NIGHTLY'] === '1';
const asked: GeneratedGroups = { groups: nightly ? 40 : 2, contracts: 5, calls: 50 };
/** Evaluating for each call takes longer, a machine for each call much longer: by day some of the calls. */
const askedBare: GeneratedGroups = nightly ? asked : { ...asked, groups: 1 };
const askedCold: GeneratedGroups = nightly ? asked : { groups: 1, contracts: 2, calls: 5 };
const timeout = nightly ? 3_600_000 : 60_000;

let make: Awaited<ReturnType<typeof machineMaker>>;
let machine: ContractMachine;
let expected: readonly string[];
beforeAll(async () => {
  make = await machineMaker();
  machine = make();
  expected = runGenerated(machine, asked);
}, timeout);

/** A machine that nobody used before, for each call. */
const madeForEachCall = (): ContractMachine => ({
  ...machine,
  run: (...call) => make().run(...call),
  inspect: (code) => make().inspect(code),
});

const elsewhere = async ({
  groups,
  contracts,
  calls,
}: GeneratedGroups): Promise<{ readonly host: string; readonly lines: readonly string[] }> => {
  const script = join(import.meta.dirname, 'generated-elsewhere.ts');
  const env = { ...process.env, TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' };
  const args = [script, ...[groups, contracts, calls].map(String)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env, maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout) as { readonly host: string; readonly lines: readonly string[] };
};

describe('generated contracts', () => {
  test('do many things: most calls end well, others throw, revert, run out of gas or of stack', () => {
    const calls = expected.filter((line) => line.includes(', call '));
    expect(calls.length).toBe(asked.groups * asked.contracts * asked.calls);
    const ended = (how: RegExp): number => calls.filter((line) => how.test(line)).length / calls.length;
    expect(ended(/, ok,/)).toBeGreaterThan(0.4);
    for (const how of [/, out of gas/, /stack overflow/, /TypeError/, /RangeError/, /call failed/, / [1-9]\d* events/])
      expect(ended(how), String(how)).toBeGreaterThan(0);
    expect(new Set(expected.map((line) => line.slice(-64))).size).toBe(expected.length);
  });

  test('come to the same once the machine is warm, and without images', { timeout }, () => {
    const first = expected.slice(0, askedBare.groups * askedBare.contracts * (askedBare.calls + 1));
    expect(runGenerated(machine, askedBare)).toEqual(first);
    expect(runGenerated(make({ imageBytesMax: 0 }), askedBare)).toEqual(first);
  });

  test('come to the same in a machine made for each call', { timeout }, () => {
    expect(runGenerated(madeForEachCall(), askedCold)).toEqual(runGenerated(machine, askedCold));
  });

  test('come to the same in a process of another locale, time zone and clock', { timeout }, async () => {
    const { host, lines } = await elsewhere(asked);
    expect(host).toBe('2099 5 1.234,5 true');
    expect(host).not.toBe(hostSays());
    expect(lines).toEqual(expected);
  });

  test('would show a host whose clock gets through, and gas that is one unit more after a failure', () => {
    const group = { groups: 1, contracts: 5, calls: 10 };
    const right = runGenerated(machine, group);
    const lateBy = (ms: number): ContractMachine => ({
      ...machine,
      run: (call, world, block, ...rest) => machine.run(call, world, { ...block, time: block.time + ms }, ...rest),
    });
    const dearFailures = {
      ...machine,
      run: (...call: Parameters<ContractMachine['run']>) => {
        const outcome = machine.run(...call);
        return outcome.ok ? outcome : { ...outcome, gasUsed: outcome.gasUsed + 1 };
      },
    };
    expect(runGenerated(lateBy(0), group)).toEqual(right);
    expect(runGenerated(lateBy(1), group)).not.toEqual(right);
    expect(runGenerated(dearFailures, group)).not.toEqual(right);
  });
});
