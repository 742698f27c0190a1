// Walks the instructions of a function body one by one, as far as metering needs to know them: where each begins and
// ends, and what kind it is. Opcodes: https://webassembly.github.io/spec/core/binary/instructions.html. Throws on what the
// engine's binary does not have (vectors, threads, tables of references), so that nothing passes unmetered.

import { createCursor, type Cursor } from '../../shared/core/contracts/leb128.ts';

export type InstructionKind =
  | { readonly type: 'block' }
  | { readonly type: 'loop' }
  | { readonly type: 'end' }
  | { readonly type: 'return' }
  | { readonly type: 'global-set'; readonly index: number }
  | { readonly type: 'bulk-memory' }
  | { readonly type: 'other' };

export interface Instruction {
  readonly kind: InstructionKind;
  readonly start: number;
  readonly end: number;
}

const block: InstructionKind = { type: 'block' };
const loop: InstructionKind = { type: 'loop' };
const end: InstructionKind = { type: 'end' };
const back: InstructionKind = { type: 'return' };
const bulk: InstructionKind = { type: 'bulk-memory' };
const other: InstructionKind = { type: 'other' };

/** Bytes of immediate operands of the prefix 0xfc: saturating conversions have none, memory.copy two, memory.fill one. */
const passPrefixed = (cursor: Cursor): InstructionKind => {
  const sub = cursor.uint();
  if (sub <= 7) return other;
  if (sub === 10) cursor.pass(2);
  else if (sub === 11) cursor.pass(1);
  else throw new Error(`instruction 0xfc ${sub} is not known to the meter`);
  return bulk;
};

const passBranchTable = (cursor: Cursor): void => {
  const targets = cursor.uint();
  for (let i = 0; i <= targets; i++) cursor.uint();
};

const passOperands = (opcode: number, cursor: Cursor): void => {
  if (opcode === 0x0c || opcode === 0x0d || opcode === 0x10 || (opcode >= 0x20 && opcode <= 0x23)) cursor.uint();
  else if (opcode === 0x0e) passBranchTable(cursor);
  else if (opcode === 0x11 || (opcode >= 0x28 && opcode <= 0x3e)) {
    cursor.uint();
    cursor.uint();
  } else if (opcode === 0x41 || opcode === 0x42) cursor.passLeb();
  else if (opcode === 0x43) cursor.pass(4);
  else if (opcode === 0x44) cursor.pass(8);
  else if (opcode === 0x3f) cursor.pass(1);
  else if (!hasNoOperands(opcode)) throw new Error(`instruction 0x${opcode.toString(16)} is not known to the meter`);
};

/** unreachable, nop, else, drop, select, and arithmetic. memory.grow (0x40) is none of them: the memory is fixed. */
const hasNoOperands = (opcode: number): boolean =>
  opcode <= 0x01 || opcode === 0x05 || opcode === 0x1a || opcode === 0x1b || (opcode >= 0x45 && opcode <= 0xc4);

const passInstruction = (cursor: Cursor): InstructionKind => {
  const opcode = cursor.byte();
  switch (opcode) {
    case 0x02:
    case 0x04:
      cursor.passLeb();
      return block;
    case 0x03:
      cursor.passLeb();
      return loop;
    case 0x0b:
      return end;
    case 0x0f:
      return back;
    case 0x24:
      return { type: 'global-set', index: cursor.uint() };
    case 0xfc:
      return passPrefixed(cursor);
    default:
      passOperands(opcode, cursor);
      return other;
  }
};

/** All instructions of a body; the last one is the `end` of the function. */
export function* instructionsOf(code: Uint8Array): Generator<Instruction, undefined> {
  const cursor = createCursor(code);
  while (cursor.at() < code.length) {
    const start = cursor.at();
    const kind = passInstruction(cursor);
    yield { kind, start, end: cursor.at() };
  }
}
