// Rewrites one function so that it pays for itself: one unit of gas on entry and at each turn of a loop, one unit per 32
// bytes of bulk memory; its weight of the host's stack while it runs; and a note of how deep the engine's own stack in
// memory went. Each of the three counters traps when it falls below zero or its floor, so the outcome is a property of
// the binary and the same on every engine.

import { instructionsOf } from './instructions.ts';
import { signedLeb, unsignedLeb } from '../../shared/core/contracts/leb128.ts';
import type { FunctionBody } from './wasm-module.ts';

/** Indexes of the globals that the meter counts in. */
export interface MeterGlobals {
  readonly gas: number;
  readonly stack: number;
  readonly memoryStackLow: number;
  /** the engine's own stack pointer */
  readonly stackPointer: number;
  /** lowest address that the engine's stack may reach */
  readonly memoryStackFloor: number;
}

/** Bytes of bulk memory a unit of gas pays for, as a shift: 32, which a host moves in the time of a few instructions. */
const bulkShift = 5;
/**
 * What a frame takes of a host's stack, by estimate: eight bytes for each local and parameter, as a baseline compiler
 * spills them, and a dozen words for the frame itself.
 */
const frameWeight = (body: FunctionBody): number => (body.locals + body.type.parameters + 12) * 8;

const getGlobal = (index: number): readonly number[] => [0x23, ...unsignedLeb(index)];
const setGlobal = (index: number): readonly number[] => [0x24, ...unsignedLeb(index)];
const constant = (value: number): readonly number[] => [0x41, ...signedLeb(value)];
const subtract = 0x6b;
const add = 0x6a;
const lessThan = 0x48;
const trapIf: readonly number[] = [0x04, 0x40, 0x00, 0x0b];

const takeFrom = (global: number, amount: readonly number[]): readonly number[] => [
  ...getGlobal(global),
  ...amount,
  subtract,
  ...setGlobal(global),
  ...getGlobal(global),
  ...constant(0),
  lessThan,
  ...trapIf,
];

/** Keeps the lowest stack pointer and traps below the floor; stands behind each change of the pointer. */
const noteStackPointer = ({ stackPointer, memoryStackLow, memoryStackFloor }: MeterGlobals): readonly number[] => [
  ...getGlobal(stackPointer),
  ...getGlobal(memoryStackLow),
  lessThan,
  0x04,
  0x40,
  ...getGlobal(stackPointer),
  ...setGlobal(memoryStackLow),
  ...getGlobal(memoryStackLow),
  ...constant(memoryStackFloor),
  lessThan,
  ...trapIf,
  0x0b,
];

/** Pays for memory.copy and memory.fill, whose length is on top of the operands; `length` is a local of our own. */
const payForBulk = (globals: MeterGlobals, length: number): readonly number[] => {
  const local = unsignedLeb(length);
  const units = [0x20, ...local, ...constant(bulkShift), 0x76];
  return [0x21, ...local, ...takeFrom(globals.gas, units), 0x20, ...local];
};

/**
 * The whole body with its length left out. The original code stands in a block of its own, which a `return` leaves, so
 * that the weight is given back on every way out.
 */
export const meterFunction = (body: FunctionBody, globals: MeterGlobals): Uint8Array => {
  const weight = frameWeight(body);
  const [result, second] = body.type.results;
  if (second !== undefined) throw new Error('a function with two results');
  const lengthLocal = body.type.parameters + body.locals;
  const payUnit = takeFrom(globals.gas, constant(1));
  const out: number[] = [...unsignedLeb(body.localGroupCount + 1), ...body.localGroups, 1, 0x7f];
  out.push(...takeFrom(globals.stack, constant(weight)), ...payUnit, 0x02, result ?? 0x40);
  let depth = 0;
  for (const { kind, start, end } of instructionsOf(body.code)) {
    if (kind.type === 'bulk-memory') out.push(...payForBulk(globals, lengthLocal));
    if (kind.type === 'return') out.push(0x0c, ...unsignedLeb(depth));
    else for (let i = start; i < end; i++) out.push(body.code[i] ?? 0);
    if (kind.type === 'block' || kind.type === 'loop') depth++;
    if (kind.type === 'loop') out.push(...payUnit);
    if (kind.type === 'end') depth--;
    if (kind.type === 'global-set' && kind.index === globals.stackPointer) out.push(...noteStackPointer(globals));
  }
  out.push(...getGlobal(globals.stack), ...constant(weight), add, ...setGlobal(globals.stack), 0x0b);
  return Uint8Array.from(out);
};
