// The metered binary with a watched interpreter: whoever enters and leaves a JavaScript function is told to the host, and
// nothing else changes. The interpreter's function moves to the end of the module and a wrapper stands in its place; the
// wrapper is not metered, so gas, stack and memory are exactly those of the binary that blocks are executed with
// (docs/decisions/0028). Nothing of consensus runs in it. Bounded by the binary, whose hash has been checked before.

import { createCursor, joined, unsignedLeb } from './leb128.ts';

const sections = { function: 3, code: 10 } as const;

/** Facts of this build, as those of engine-layout.ts: a wrong one makes a binary that does not validate. */
const interpreter = {
  /** among the bodies of the module */
  body: 202,
  /** functions that are imported come first in the count */
  imported: 19,
  /** the interpreter's own: seven parameters, of which the second is the function to run; an i64 comes back */
  parameters: 7,
} as const;

/** An import of (i64, i32), pinned to nothing in the metered binary and free here: local time, which no clock asks for. */
const hook = 11;

export const entering = 1;
export const leaving = 2;

const op = { call: 0x10, localGet: 0x20, i32Const: 0x41, i64Const: 0x42, end: 0x0b } as const;

/** Tells the function that is entered, runs what was here before, and tells that it is left. */
const wrapper = (moved: number): readonly number[] => [
  0, // no locals of its own
  ...[op.localGet, 1, op.i32Const, entering, op.call, hook],
  ...Array.from({ length: interpreter.parameters }, (_, parameter) => [op.localGet, parameter]).flat(),
  ...[op.call, ...unsignedLeb(moved)],
  ...[op.i64Const, 0, op.i32Const, leaving, op.call, hook],
  op.end,
];

type Part = Uint8Array | readonly number[];

/** The types of all functions, with the interpreter's once more. */
const withMovedType = (section: Uint8Array): readonly Part[] => {
  const cursor = createCursor(section);
  const count = cursor.uint();
  const start = cursor.at();
  const types = Array.from({ length: count }, () => cursor.uint());
  const type = types[interpreter.body];
  if (type === undefined) throw new Error('the binary has no interpreter');
  return [unsignedLeb(count + 1), section.subarray(start), unsignedLeb(type)];
};

/** The bodies of all functions, the wrapper in the interpreter's place and the interpreter behind them. */
const withMovedBody = (section: Uint8Array): readonly Part[] => {
  const cursor = createCursor(section);
  const count = cursor.uint();
  const start = cursor.at();
  for (let body = 0; body < interpreter.body; body++) cursor.pass(cursor.uint());
  const from = cursor.at();
  cursor.pass(cursor.uint());
  const to = cursor.at();
  const stands = wrapper(interpreter.imported + count);
  return [
    unsignedLeb(count + 1),
    section.subarray(start, from),
    ...[unsignedLeb(stands.length), stands],
    section.subarray(to),
    section.subarray(from, to),
  ];
};

const headBytes = 8;

export const tracedBinary = (binary: Uint8Array): Uint8Array<ArrayBuffer> => {
  const parts: Part[] = [binary.subarray(0, headBytes)];
  const cursor = createCursor(binary, headBytes);
  while (cursor.at() < binary.length) {
    const id = cursor.byte();
    const length = cursor.uint();
    const section = binary.subarray(cursor.at(), cursor.at() + length);
    cursor.pass(length);
    const content = joined(
      id === sections.function ? withMovedType(section) : id === sections.code ? withMovedBody(section) : [section],
    );
    parts.push([id], unsignedLeb(content.length), content);
  }
  return joined(parts);
};
