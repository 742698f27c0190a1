// What a JavaScript function of the engine is called: its source text, read out of the engine's memory, found again in the
// contract's module or in the prelude. Reads only; facts of this build of the engine, as in engine-layout.ts.

import type { Engine } from './engine.ts';
import { prelude } from './prelude.ts';

/** A function object and its bytecode, in the engine's memory: offsets in bytes. */
const objectLayout = { classId: 6, bytecode: 32 } as const;
const bytecodeLayout = { sourceLength: 72, source: 84 } as const;
const bytecodeFunction = 13;
const objectTag = 0xffff_ffffn;

/** `host`: a part of the host API; `call`: what passes arguments in and the result out. */
export interface FunctionName {
  readonly kind: 'contract' | 'host' | 'call';
  readonly name: string;
  /** of the module, from 1; 0 where it has none */
  readonly line: number;
}

const decoder = new TextDecoder();

/** The source of a function written in JavaScript; `undefined` of one that the engine brings, and of a resumed generator. */
export const sourceOf = ({ memory, words }: Engine, fn: bigint): string | undefined => {
  const object = Number(fn & 0xffff_ffffn);
  if (fn >> 32n !== objectTag && BigInt.asUintN(32, fn >> 32n) !== objectTag) return undefined;
  if (words.getUint16(object + objectLayout.classId, true) !== bytecodeFunction) return undefined;
  const bytecode = words.getUint32(object + objectLayout.bytecode, true);
  const start = words.getUint32(bytecode + bytecodeLayout.source, true);
  return decoder.decode(memory.subarray(start, start + words.getUint32(bytecode + bytecodeLayout.sourceLength, true)));
};

const namePatterns = [
  /^(?:async\s+)?function\s*\*?\s*([\w$]+)/,
  /^class\s+([\w$]+)/,
  /^(?:(?:static|async|get|set)\s+)*\*?\s*([\w$#]+)\s*\([^)]*\)\s*\{/,
] as const;

/** The name that a function's own text gives it, or else what stands before it: `const twice = (x) => …`. */
const nameIn = (text: string, at: number, source: string): string => {
  for (const pattern of namePatterns) {
    const found = pattern.exec(source)?.[1];
    if (found !== undefined && found !== 'function') return found;
  }
  return /([\w$]+)\s*[=:]\s*$/.exec(text.slice(Math.max(0, at - 80), at))?.[1] ?? '';
};

const partStart = (declaration: string): number => prelude.indexOf(declaration);
const storageStart = partStart('const storage = {');
const contextStart = partStart('const known = {}');
const contextEnd = partStart('const transfer =');
/** what passes arguments and results stands behind the API */
const apiEnd = partStart('const describe =');

const hostName = (source: string): FunctionName => {
  const at = prelude.indexOf(source);
  const name = nameIn(prelude, at, source);
  if (at < storageStart || at >= apiEnd) return { kind: 'call', name: '', line: 0 };
  if (at < contextStart) return { kind: 'host', name: `storage.${name}`, line: 0 };
  if (at < contextEnd) return { kind: 'host', name: 'context', line: 0 };
  return { kind: 'host', name, line: 0 };
};

/** `undefined`: it is neither of the module nor of the prelude. */
export const functionName = (module: string, source: string): FunctionName | undefined => {
  const at = module.indexOf(source);
  if (at < 0) return prelude.includes(source) ? hostName(source) : undefined;
  return { kind: 'contract', name: nameIn(module, at, source), line: module.slice(0, at).split('\n').length };
};
