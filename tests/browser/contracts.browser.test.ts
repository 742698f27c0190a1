// The contract machine in a Chromium worker of another language, time zone and clock: hostile programs and attempts to
// escape have the gas and the outcome that they have under Node, generated contracts the state root too, and the deepest
// legal nesting is as deep and no matter for the worker's stack.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deepestLegal } from '../contracts/dig-down.ts';
import { escapes } from '../contracts/escapes.ts';
import { type GeneratedGroups, runGenerated } from '../contracts/generated-calls.ts';
import { loadMachine } from '../contracts/load-machine.ts';
import { type Program, type ProgramOutcome, runProgram } from '../contracts/run-program.ts';
import { withBrowserPage } from './browser-page.ts';

const vectors = join(import.meta.dirname, '../vectors/contracts/hostile.json');
const hostile = JSON.parse(readFileSync(vectors, 'utf8')) as readonly (Program & ProgramOutcome)[];
/** A program takes 50 to 150 ms of its worker; the bound is for a machine that does other things beside. */
const msMax = 1000;
const nightly = process.env['TABCHAIN_NIGHTLY'] === '1';
const generated: GeneratedGroups = nightly
  ? { groups: 40, contracts: 5, calls: 50 }
  : { groups: 1, contracts: 2, calls: 50 };
const timeout = nightly ? 3_600_000 : 120_000;

test('contracts end in a worker as they end under Node', { timeout }, async () => {
  const machine = await loadMachine();
  const programs = [...hostile.map(({ name, module }) => ({ name, module })), ...escapes];
  const { host, outcomes, depth, beyond, lines } = await withBrowserPage(
    'tests/browser/contracts.page.ts',
    (page) => page.evaluate((given) => window.runContracts(given), { programs, generated }),
    { place: { locale: 'de-DE', timezoneId: 'Asia/Kathmandu' } },
  );
  expect(host).toBe('2099 5 1.234,5 true');
  const expected = [
    ...hostile.map(({ gas, outcome }) => ({ gas, outcome })),
    ...escapes.map((program) => runProgram(machine, program)),
  ];
  expect(outcomes.map(({ gas, outcome }) => ({ gas, outcome }))).toEqual(expected);
  expect(lines).toEqual(runGenerated(machine, generated));
  expect([depth, beyond]).toEqual([deepestLegal(machine), expect.stringMatching(/stack overflow/)]);
  expect(Math.max(...outcomes.map(({ ms }) => ms))).toBeLessThan(msMax);
});
