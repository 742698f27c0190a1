// The meter on small modules written as text: what is counted, what traps, and that nothing else changes.

import { beforeAll, describe, expect, test } from 'vitest';
import wabtModule from 'wabt';
import { signedLeb, unsignedLeb } from '../../shared/core/contracts/leb128.ts';
import { meterModule } from './meter-module.ts';

const source = `(module
  (import "a" "a" (memory 1 1))
  (global $sp (mut i32) (i32.const 60000))
  (func (export "sum") (param i32) (result i32) (local i32)
    (loop $again
      (local.set 1 (i32.add (local.get 1) (local.get 0)))
      (local.set 0 (i32.sub (local.get 0) (i32.const 1)))
      (br_if $again (i32.gt_s (local.get 0) (i32.const 0))))
    (local.get 1))
  (func $deep (export "deep") (param i32) (result i32)
    (if (result i32) (i32.eqz (local.get 0))
      (then (return (i32.const 1)))
      (else (i32.add (i32.const 1) (call $deep (i32.sub (local.get 0) (i32.const 1)))))))
  (func (export "leave") (param i32) (result i32)
    (block (block (br_table 0 1 (local.get 0))) (return (i32.const 10)))
    (i32.const 20))
  (func (export "fill") (param i32) (memory.fill (i32.const 0) (i32.const 7) (local.get 0)))
  (func (export "move") (param i32)
    (global.set $sp (i32.sub (global.get $sp) (local.get 0)))
    (global.set $sp (i32.add (global.get $sp) (local.get 0)))))`;

let binary: Uint8Array;
beforeAll(async () => {
  const wabt = await wabtModule();
  binary = new Uint8Array(wabt.parseWat('m.wat', source, { bulk_memory: true }).toBinary({}).buffer);
});

const started = (gas: number, stack = 100_000) => {
  const metered = meterModule(binary, { stackPointer: 0, memoryStackFloor: 50_000 });
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(metered)), { a: { a: memory } });
  const run = (name: string, argument: number): unknown => (exports[name] as (n: number) => unknown)(argument);
  const counter = (name: string): WebAssembly.Global => exports[name] as WebAssembly.Global;
  counter('gas').value = gas;
  counter('stack').value = stack;
  counter('memoryStackLow').value = 60_000;
  return { run, counter };
};

describe('a metered module', () => {
  test('pays a unit for a function and one for each turn of a loop', () => {
    const { run, counter } = started(1000);
    expect(run('sum', 10)).toBe(55);
    expect(counter('gas').value).toBe(1000 - 11);
  });

  test('traps in the turn that it cannot pay, with the counter below zero', () => {
    const { run, counter } = started(10);
    expect(() => run('sum', 10)).toThrow(WebAssembly.RuntimeError);
    expect(counter('gas').value).toBe(-1);
  });

  test('takes stack for each function and gives it back on every way out', () => {
    const { run, counter } = started(1000);
    expect(run('deep', 20)).toBe(21);
    expect([0, 1].map((way) => run('leave', way))).toEqual([10, 20]);
    expect(counter('stack').value).toBe(100_000);
  });

  test('traps when the stack is used up, before the host sees it', () => {
    const { run, counter } = started(1000, 1000);
    expect(() => run('deep', 20)).toThrow(WebAssembly.RuntimeError);
    expect(Number(counter('stack').value)).toBeLessThan(0);
    expect(Number(counter('gas').value)).toBeGreaterThan(0);
  });

  test('pays for bulk memory by its length', () => {
    const { run, counter } = started(1000);
    run('fill', 3200);
    expect(counter('gas').value).toBe(1000 - 1 - 100);
    expect(() => run('fill', 64_000)).toThrow(WebAssembly.RuntimeError);
  });

  test('notes how far its own stack went down, and traps below the floor', () => {
    const { run, counter } = started(1000);
    run('move', 4000);
    run('move', 100);
    expect(counter('memoryStackLow').value).toBe(56_000);
    expect(() => run('move', 10_001)).toThrow(WebAssembly.RuntimeError);
  });

  test('is the same bytes each time', () => {
    const options = { stackPointer: 0, memoryStackFloor: 50_000 };
    expect(meterModule(binary, options)).toEqual(meterModule(binary, options));
  });
});

test('LEB128 is as short as can be, at the edges of its groups of seven bits', () => {
  expect([0, 127, 128, 0xffff_ffff].map(unsignedLeb)).toEqual([[0], [127], [128, 1], [255, 255, 255, 255, 15]]);
  expect([0, 63, 64, -64, -65].map(signedLeb)).toEqual([[0], [63], [192, 0], [64], [191, 127]]);
});
