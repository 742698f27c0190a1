// The contract machine in a Chromium worker: hostile programs and attempts to escape have the gas and the outcome that
// they have under Node, the deepest legal nesting is as deep and no matter for the worker's stack.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deepestLegal } from '../contracts/dig-down.ts';
import { escapes } from '../contracts/escapes.ts';
import { loadMachine } from '../contracts/load-machine.ts';
import { type Program, type ProgramOutcome, runProgram } from '../contracts/run-program.ts';
import { withBrowserPage } from './browser-page.ts';

const vectors = join(import.meta.dirname, '../vectors/contracts/hostile.json');
const hostile = JSON.parse(readFileSync(vectors, 'utf8')) as readonly (Program & ProgramOutcome)[];
/** A program takes 50 to 150 ms of its worker; the bound is for a machine that does other things beside. */
const msMax = 1000;

test('contracts end in a worker as they end under Node', { timeout: 120_000 }, async () => {
  const machine = await loadMachine();
  const programs = [...hostile.map(({ name, module }) => ({ name, module })), ...escapes];
  const { outcomes, depth, beyond } = await withBrowserPage('tests/browser/contracts.page.ts', (page) =>
    page.evaluate((given) => window.runContracts(given), programs),
  );
  const expected = [
    ...hostile.map(({ gas, outcome }) => ({ gas, outcome })),
    ...escapes.map((program) => runProgram(machine, program)),
  ];
  expect(outcomes.map(({ gas, outcome }) => ({ gas, outcome }))).toEqual(expected);
  expect([depth, beyond]).toEqual([deepestLegal(machine), expect.stringMatching(/stack overflow/)]);
  expect(Math.max(...outcomes.map(({ ms }) => ms))).toBeLessThan(msMax);
});
