// A WebAssembly binary taken apart as far as metering needs it: sections, types, counts of imports, globals, and the
// bodies of functions; and put together again with other globals, exports and bodies. Everything else is copied byte for
// byte. Form: https://webassembly.github.io/spec/core/binary/modules.html. Throws on what the engine's binary has not.

import { createCursor, type Cursor, joined, unsignedLeb } from '../../shared/core/contracts/leb128.ts';

const sections = { type: 1, import: 2, function: 3, global: 6, export: 7, code: 10 } as const;

interface Section {
  readonly id: number;
  readonly start: number;
  readonly end: number;
}

export interface FunctionType {
  readonly parameters: number;
  /** value types of the results */
  readonly results: readonly number[];
}

export interface FunctionBody {
  readonly type: FunctionType;
  /** groups of locals as they stand, without their count */
  readonly localGroups: Uint8Array;
  readonly localGroupCount: number;
  readonly locals: number;
  /** instructions with the final `end` */
  readonly code: Uint8Array;
}

export interface WasmModule {
  readonly bytes: Uint8Array;
  readonly sections: readonly Section[];
  readonly bodies: readonly FunctionBody[];
  /** globals with those that are imported */
  readonly globalCount: number;
  /** indexes of those that change */
  readonly mutableGlobals: readonly number[];
}

/** A mutable 32-bit global with its first value as a signed LEB128. */
interface NewGlobal {
  readonly name: string;
  readonly initial: readonly number[];
}

const sectionsOf = (bytes: Uint8Array): readonly Section[] => {
  const cursor = createCursor(bytes, 8);
  const found: Section[] = [];
  while (cursor.at() < bytes.length) {
    const id = cursor.byte();
    const length = cursor.uint();
    found.push({ id, start: cursor.at(), end: cursor.at() + length });
    cursor.pass(length);
  }
  return found;
};

const listIn = <T>(
  bytes: Uint8Array,
  all: readonly Section[],
  id: number,
  item: (cursor: Cursor) => T,
): readonly T[] => {
  const section = all.find((candidate) => candidate.id === id);
  if (section === undefined) throw new Error(`the binary has no section ${id}`);
  const cursor = createCursor(bytes, section.start);
  return Array.from({ length: cursor.uint() }, () => item(cursor));
};

const readType = (cursor: Cursor): FunctionType => {
  if (cursor.byte() !== 0x60) throw new Error('a type that is no function');
  const parameters = cursor.uint();
  cursor.pass(parameters);
  return { parameters, results: Array.from({ length: cursor.uint() }, () => cursor.byte()) };
};

const passLimits = (cursor: Cursor): void => {
  const flags = cursor.byte();
  cursor.uint();
  if ((flags & 1) !== 0) cursor.uint();
};

/** 0 function, 1 table, 2 memory, 3 global. */
const readImportKind = (cursor: Cursor): number => {
  cursor.name();
  cursor.name();
  const kind = cursor.byte();
  if (kind === 0) cursor.uint();
  else if (kind === 1) {
    cursor.byte();
    passLimits(cursor);
  } else if (kind === 2) passLimits(cursor);
  else if (kind === 3) cursor.pass(2);
  else throw new Error(`an import of kind ${kind}`);
  return kind;
};

/** Whether a global of the binary changes; its first value is passed over. */
const readMutability = (cursor: Cursor): boolean => {
  cursor.byte();
  const isMutable = cursor.byte() === 1;
  const opcode = cursor.byte();
  if (opcode !== 0x41 && opcode !== 0x42 && opcode !== 0x23) throw new Error(`a global that begins with ${opcode}`);
  cursor.passLeb();
  if (cursor.byte() !== 0x0b) throw new Error('a global of more than one instruction');
  return isMutable;
};

const readBody = (bytes: Uint8Array, cursor: Cursor, type: FunctionType): FunctionBody => {
  const length = cursor.uint();
  const end = cursor.at() + length;
  const localGroupCount = cursor.uint();
  const groupsStart = cursor.at();
  let locals = 0;
  for (let i = 0; i < localGroupCount; i++) {
    locals += cursor.uint();
    cursor.byte();
  }
  const codeStart = cursor.at();
  cursor.pass(end - codeStart);
  return {
    type,
    localGroups: bytes.subarray(groupsStart, codeStart),
    localGroupCount,
    locals,
    code: bytes.subarray(codeStart, end),
  };
};

export const readWasm = (bytes: Uint8Array): WasmModule => {
  const all = sectionsOf(bytes);
  const types = listIn(bytes, all, sections.type, readType);
  const importKinds = listIn(bytes, all, sections.import, readImportKind);
  const functionTypes = listIn(bytes, all, sections.function, (cursor) => cursor.uint());
  const importedGlobals = importKinds.filter((kind) => kind === 3).length;
  const mutability = listIn(bytes, all, sections.global, readMutability);
  let next = 0;
  const bodies = listIn(bytes, all, sections.code, (cursor) => {
    const type = types[functionTypes[next++] ?? -1];
    if (type === undefined) throw new Error(`function ${next - 1} has no type`);
    return readBody(bytes, cursor, type);
  });
  return {
    bytes,
    sections: all,
    bodies,
    globalCount: importedGlobals + mutability.length,
    mutableGlobals: mutability.flatMap((isMutable, index) => (isMutable ? [importedGlobals + index] : [])),
  };
};

/** The items of a section behind their count, with more of them at the end. */
const extended = (module: WasmModule, section: Section, more: readonly (readonly number[])[]): Uint8Array => {
  const cursor = createCursor(module.bytes, section.start);
  const count = cursor.uint();
  return joined([unsignedLeb(count + more.length), module.bytes.subarray(cursor.at(), section.end), ...more]);
};

const exportOf = (name: string, index: number): readonly number[] => {
  const text = [...new TextEncoder().encode(name)];
  return [...unsignedLeb(text.length), ...text, 3, ...unsignedLeb(index)];
};

/**
 * The module with new mutable 32-bit globals behind its own, all mutable globals exported (the new ones by their names,
 * its own as `global0`…), and other bodies.
 */
export const writeWasm = (
  module: WasmModule,
  globals: readonly NewGlobal[],
  bodies: readonly Uint8Array[],
): Uint8Array => {
  const content = (section: Section): Uint8Array => {
    if (section.id === sections.global) {
      return extended(
        module,
        section,
        globals.map(({ initial }) => [0x7f, 1, 0x41, ...initial, 0x0b]),
      );
    }
    if (section.id === sections.export) {
      return extended(module, section, [
        ...globals.map(({ name }, i) => exportOf(name, module.globalCount + i)),
        ...module.mutableGlobals.map((index) => exportOf(`global${index}`, index)),
      ]);
    }
    if (section.id === sections.code) {
      return joined([unsignedLeb(bodies.length), ...bodies.flatMap((body) => [unsignedLeb(body.length), body])]);
    }
    return module.bytes.subarray(section.start, section.end);
  };
  const parts: (Uint8Array | readonly number[])[] = [module.bytes.subarray(0, 8)];
  for (const section of module.sections) {
    const bytes = content(section);
    parts.push([section.id], unsignedLeb(bytes.length), bytes);
  }
  return joined(parts);
};
