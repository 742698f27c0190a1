// Hostile programs on the contract machine under Node, one after another in the same instances: each ends within its gas
// with the outcome that is written down for every engine, and the next one finds everything as it was. The same programs
// run in a Chromium worker (tests/browser/contracts.browser.test.ts).

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ContractMachine } from '../../shared/core/contracts/index.ts';
import { escapes } from './escapes.ts';
import { loadMachine, newMachine } from './load-machine.ts';
import { maximumGas, type Program, type ProgramOutcome, runProgram } from './run-program.ts';

const path = join(import.meta.dirname, '../vectors/contracts/hostile.json');
const programs = JSON.parse(readFileSync(path, 'utf8')) as readonly (Program & ProgramOutcome)[];

let machine: ContractMachine;
beforeAll(async () => {
  machine = await loadMachine();
});

describe('hostile programs', () => {
  test.each(programs)('$name ends within its gas, as everywhere', ({ name, module, gas, outcome }) => {
    expect(runProgram(machine, { name, module })).toEqual({ gas, outcome });
    expect(gas).toBeLessThanOrEqual(maximumGas);
  });

  test('there are many kinds of them, and most are stopped by their gas, the stack or the memory', () => {
    expect(programs.length).toBeGreaterThanOrEqual(60);
    const stopped = programs.filter(({ outcome }) => /out of gas|stack overflow|out of memory/.test(outcome));
    expect(stopped.length).toBeGreaterThan(60);
  });

  // Alone in a fresh machine the slowest take two to three times as long as a bare loop for the same gas. A ratio within one
  // run, by the best of some turns each, holds on a busy machine too.
  test('gas is time: none of the slowest takes ten times as long as a bare loop', async () => {
    const fresh = await newMachine();
    const slow = ['array_unshift', 'typed_sort', 'memory_small', 'match_all', 'given_loop'];
    const loop: Program = { name: 'bare_loop', module: 'export function run() { for (;;); }' };
    const raced = [loop, ...programs.filter(({ name }) => slow.includes(name))];
    const best = new Map<string, number>();
    for (let turn = 0; turn < 3; turn++) {
      for (const program of raced) {
        const start = performance.now();
        runProgram(fresh, program);
        best.set(program.name, Math.min(best.get(program.name) ?? Infinity, performance.now() - start));
      }
    }
    const bare = best.get(loop.name) ?? 0;
    for (const name of slow) expect(best.get(name), name).toBeLessThan(10 * bare);
  });
});

describe('attempts to get out of the language', () => {
  test('there are at least forty', () => {
    expect(escapes.length).toBeGreaterThanOrEqual(40);
  });

  test.each(escapes)('$name', (program) => {
    for (let run = 0; run < 2; run++) expect(runProgram(machine, program).outcome).not.toBe('ok 02');
  });
});
