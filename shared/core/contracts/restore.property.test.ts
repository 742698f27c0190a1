// Setting an instance back and the images of evaluations change nothing that a contract could notice: the memory after
// them is, byte for byte, that of a new instance and of evaluating again; gas and outcome are the same, too.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { newMachine } from '../../../tests/contracts/load-machine.ts';
import { argumentBytes, type Program, type ProgramOutcome } from '../../../tests/contracts/run-program.ts';
import { machinePath } from '../../../scripts/build-machine.ts';
import { createMemoryWorld } from '../../testing/contracts/index.ts';
import {
  applyImage,
  type BaseImage,
  createBaseImage,
  createInstance,
  type Instance,
  restoreBase,
  restoreWhole,
  takeImage,
  takeWhole,
} from './base-image.ts';
import type { ContractOutcome } from '../model/index.ts';
import type { ContractMachine } from './index.ts';

const nightly = process.env['TABCHAIN_NIGHTLY'] === '1';
const vectors = join(import.meta.dirname, '../../../tests/vectors/contracts/hostile.json');
const programs = JSON.parse(readFileSync(vectors, 'utf8')) as readonly (Program & ProgramOutcome)[];

/** Runs a module with some gas in the bare engine, ended however it ends; what evaluating it gave, unless it trapped. */
const disturb = (base: BaseImage, { engine }: Instance, source: string, gas: number): number | undefined => {
  const { raw, memory } = engine;
  const { context, code, fileName } = base.addresses;
  const bytes = new TextEncoder().encode(source);
  memory.set(bytes, code);
  memory[code + bytes.length] = 0;
  engine.gas.value = gas;
  engine.stack.value = 240_000;
  engine.onHostCall = () => undefined;
  try {
    return raw.evaluate(context, code, bytes.length, fileName, 0, 1);
  } catch {
    return undefined; // a trap leaves the memory in the middle of something, which is what is tested
  }
};

describe('setting an instance back', () => {
  let base: BaseImage;
  let module: WebAssembly.Module;
  beforeAll(() => {
    module = new WebAssembly.Module(new Uint8Array(readFileSync(machinePath)));
    base = createBaseImage(module);
  });

  test('gives the memory of a new instance, whatever ran and wherever it stopped', () => {
    const fresh = createInstance(module, base).engine.memory;
    const instance = createInstance(module, base);
    const call = fc.record({ program: fc.constantFrom(...programs), gas: fc.integer({ min: 1, max: 3_000_000 }) });
    fc.assert(
      fc.property(fc.array(call, { minLength: 1, maxLength: 3 }), (calls) => {
        for (const { program, gas } of calls) disturb(base, instance, `${program.module};run()`, gas);
        restoreBase(instance, base);
        expect(Buffer.compare(instance.engine.memory, fresh)).toBe(0);
        expect(instance.engine.stackPointer.value).toBe(base.stackPointer);
      }),
      { numRuns: nightly ? 1000 : 40 },
    );
  });
});

test('a whole image gives the memory of base and image, whatever ran before', () => {
  const module = new WebAssembly.Module(new Uint8Array(readFileSync(machinePath)));
  const base = createBaseImage(module);
  const [instance, other] = [createInstance(module, base), createInstance(module, base)];
  const text =
    'const kept = []; for (let i = 0; i < 3000; i++) kept.push({ i }); export function run() { return kept.length }';
  const evaluated = disturb(base, instance, text, 1_200_000);
  if (evaluated === undefined) throw new Error('the module was not evaluated');
  const image = takeImage(instance, base, evaluated, 0);
  restoreBase(instance, base);
  applyImage(instance, image);
  const whole = takeWhole(instance, base, image);
  const expected = instance.engine.memory.slice();
  for (const { module: source } of programs.slice(0, 20)) {
    disturb(base, other, `${source};run()`, 2_000_000);
    restoreWhole(other, base, image, whole);
    expect(Buffer.compare(other.engine.memory, expected)).toBe(0);
    expect([other.engine.stackPointer.value, other.stackLow]).toEqual([base.stackPointer, instance.stackLow]);
  }
});

describe('the image of an evaluation', () => {
  const id = '22'.repeat(32);
  const who = { kind: 'account', id: '11'.repeat(32) } as const;
  let warm: ContractMachine;
  let cold: ContractMachine;
  beforeAll(async () => {
    warm = await newMachine();
    cold = await newMachine({ imageBytesMax: 0 });
  });

  const outcomeOf = (machine: ContractMachine, text: string, gas: number): ContractOutcome => {
    const world = createMemoryWorld();
    world.contracts.set(id, { hash: text, text });
    const call = { contract: id, function: 'run', args: argumentBytes([]), amount: 0n, sender: who, origin: who, gas };
    return machine.run(call, world, { chainId: '33'.repeat(32), height: 1, time: 1 });
  };

  test('gives the outcome and the gas of evaluating again, with any gas limit', () => {
    const source = fc
      .record({
        size: fc.integer({ min: 0, max: 60 }),
        tail: fc.constantFrom('kept.length', 'null.x', 'Object.keys(o).length'),
      })
      .map(
        ({ size, tail }) => `const kept = [];
const o = {};
for (let i = 0; i < ${size}; i++) { kept.push({ i, text: 'x'.repeat(i) }); o['key' + i] = [i] }
export function run() { kept.push(1); const s = new Set(kept); for (const x of s) o[String(x)] = x; return ${tail} }`,
      );
    fc.assert(
      fc.property(source, fc.integer({ min: 10_000, max: 400_000 }), (text, gas) => {
        const expected = outcomeOf(cold, text, gas);
        // evaluated, from the image, from the image once more, which is kept whole then, and from the whole
        for (let call = 0; call < 4; call++) expect(outcomeOf(warm, text, gas)).toEqual(expected);
      }),
      { numRuns: nightly ? 2000 : 60 },
    );
  });
});
