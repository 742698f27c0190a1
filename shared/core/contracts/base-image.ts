// The engine as every call finds it: context made, prelude evaluated, buffers in place. It is made once; then its memory
// is copied into each instance, so that all instances are the same byte for byte. An image of a contract is what its
// evaluation changed on top, in pages of 4 KiB; a whole image is base and pages put together, which is one write instead of
// dozens. Bounded: the base has about 0.4 MB of memory in use, an image what an evaluation of 1.2 million gas can touch; how
// many are whole the machine says.

import { createContext, createEngine, type Engine, placeBytes, placeText } from './engine.ts';
import { engineLayout } from './engine-layout.ts';
import { hostOperations } from './host-operations.ts';
import { prelude } from './prelude.ts';

/** Requests and answers: arguments of a nested call with address and name, and a stored value with its key, fit. */
export const ioBytes = 24 * 1024;

/** Addresses that hold in every instance. */
export interface BaseAddresses {
  readonly context: number;
  readonly io: number;
  readonly code: number;
  readonly fileName: number;
  readonly undefined: number;
  /** where a pointer to the one argument of a call stands */
  readonly arguments: number;
  readonly run: number;
  readonly list: number;
  readonly describe: number;
}

export interface BaseImage {
  readonly addresses: BaseAddresses;
  /** static data */
  readonly data: Uint8Array;
  /** what is used of the stack, and the heap behind it */
  readonly upper: Uint8Array;
  readonly upperStart: number;
  readonly stackPointer: number;
}

/** What the evaluation of a contract leaves. */
export interface ContractImage {
  readonly pages: readonly { readonly at: number; readonly bytes: Uint8Array }[];
  readonly stackLow: number;
  readonly heapEnd: number;
  /** the module's exports */
  readonly namespace: number;
  readonly gas: number;
}

/** All that an instance holds after base and image, as `BaseImage` has it of the base. */
export type WholeImage = Pick<BaseImage, 'data' | 'upper' | 'upperStart'>;

/** An engine with what has been touched since it was last set back. */
export interface Instance {
  readonly engine: Engine;
  /** lowest address of the engine's stack that may differ from the base */
  stackLow: number;
}

const pageBytes = 4096;
const evaluateAsScript = 0;

/** How far down the engine's stack went since the mark was last set. */
const stackLowOf = ({ memoryStackLow }: Engine): number => Number(memoryStackLow.value);

const heapEndOf = ({ words }: Engine): number => words.getUint32(engineLayout.heapEndWord, true);

/** Evaluates the prelude, gives it its native functions and buffer, and returns the addresses. */
const furnish = (engine: Engine): BaseAddresses => {
  const { raw, words } = engine;
  const context = createContext(engine);
  const evaluated = (result: number): number => {
    if (raw.exceptionOf(context, result) !== 0) throw new Error('the prelude does not evaluate');
    return result;
  };
  const textValue = (text: string): number => raw.newText(context, placeText(engine, text));
  const io = raw.malloc(ioBytes);
  const natives = raw.newObject(context);
  for (const [number, name] of hostOperations.entries()) {
    raw.setProperty(context, natives, textValue(name), raw.newFunction(context, placeText(engine, name), 0, 0, number));
  }
  const fileName = placeText(engine, 'contract');
  const source = placeText(engine, prelude);
  const makeHost = evaluated(
    raw.evaluate(context, source, prelude.length, placeText(engine, 'host'), 0, evaluateAsScript),
  );
  const args = raw.malloc(8);
  words.setUint32(args, natives, true);
  words.setUint32(args + 4, raw.newArrayBuffer(context, io, ioBytes), true);
  const host = evaluated(raw.call(context, makeHost, raw.undefined(), 2, args));
  const part = (name: string): number => raw.getProperty(context, host, textValue(name));
  const parts = { run: part('run'), list: part('list'), describe: part('describe') };
  const code = placeBytes(engine, new Uint8Array(0), codeBytesMax);
  return { context, io, code, fileName, undefined: raw.undefined(), arguments: args, ...parts };
};

const codeBytesMax = 24 * 1024;

export const createBaseImage = (module: WebAssembly.Module): BaseImage => {
  const engine = createEngine(module);
  engine.memoryStackLow.value = engineLayout.stackTop;
  const addresses = furnish(engine);
  const upperStart = stackLowOf(engine);
  return {
    addresses,
    data: engine.memory.slice(0, engineLayout.dataEnd),
    upper: engine.memory.slice(upperStart, heapEndOf(engine)),
    upperStart,
    stackPointer: Number(engine.stackPointer.value),
  };
};

/** A new instance in the state of the base. */
export const createInstance = (module: WebAssembly.Module, base: BaseImage): Instance => {
  const engine = createEngine(module);
  engine.memory.set(base.data);
  engine.memory.set(base.upper, base.upperStart);
  engine.stackPointer.value = base.stackPointer;
  return { engine, stackLow: engineLayout.stackTop };
};

/** Notes how far down the stack went, and starts noting anew. */
export const noteStack = (instance: Instance): void => {
  instance.stackLow = Math.min(instance.stackLow, stackLowOf(instance.engine));
  instance.engine.memoryStackLow.value = engineLayout.stackTop;
};

/**
 * Sets an instance back to the base. What can have changed is the static data, the stack above its low-water mark and
 * the heap below its end; nothing else of the memory is ever written, which base-image.property.test.ts holds against
 * writing back all of it.
 */
export const restoreBase = (instance: Instance, base: BaseImage): void => {
  writeBack(instance, base);
  instance.engine.stackPointer.value = base.stackPointer;
  instance.stackLow = engineLayout.stackTop;
};

/** As `restoreBase` and `applyImage`: the memory is the same. */
export const restoreWhole = (instance: Instance, base: BaseImage, image: ContractImage, whole: WholeImage): void => {
  writeBack(instance, whole);
  instance.engine.stackPointer.value = base.stackPointer;
  instance.stackLow = image.stackLow;
};

const writeBack = (instance: Instance, { data, upper, upperStart }: WholeImage): void => {
  noteStack(instance);
  const { memory } = instance.engine;
  const heapEnd = heapEndOf(instance.engine);
  memory.set(data);
  if (instance.stackLow < upperStart) memory.fill(0, instance.stackLow, upperStart);
  memory.set(upper, upperStart);
  const end = upperStart + upper.length;
  if (heapEnd > end) memory.fill(0, end, heapEnd);
};

const differs = (a: Uint8Array, b: Uint8Array): boolean => {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return true;
  return false;
};

/** What the base holds at a page; zeros outside of it. */
const basePage = (base: BaseImage, at: number): Uint8Array => {
  const page = new Uint8Array(pageBytes);
  page.set(base.data.subarray(Math.min(at, base.data.length), at + pageBytes));
  const from = Math.max(at, base.upperStart);
  const to = Math.min(at + pageBytes, base.upperStart + base.upper.length);
  if (from < to) page.set(base.upper.subarray(from - base.upperStart, to - base.upperStart), from - at);
  return page;
};

/** Takes the image of an evaluation that has just ended well. */
export const takeImage = (instance: Instance, base: BaseImage, namespace: number, gas: number): ContractImage => {
  noteStack(instance);
  const { memory } = instance.engine;
  const heapEnd = heapEndOf(instance.engine);
  const pages: { readonly at: number; readonly bytes: Uint8Array }[] = [];
  const upper = Math.min(instance.stackLow, base.upperStart) & ~(pageBytes - 1);
  const compare = (from: number, to: number): void => {
    for (let at = from; at < to; at += pageBytes) {
      const bytes = memory.subarray(at, at + pageBytes);
      if (differs(bytes, basePage(base, at))) pages.push({ at, bytes: bytes.slice() });
    }
  };
  compare(0, engineLayout.dataEnd);
  compare(upper, heapEnd);
  return { pages, stackLow: instance.stackLow, heapEnd, namespace, gas };
};

/** Puts an image onto an instance that is in the state of the base. */
export const applyImage = (instance: Instance, image: ContractImage): void => {
  for (const { at, bytes } of image.pages) instance.engine.memory.set(bytes, at);
  instance.stackLow = Math.min(instance.stackLow, image.stackLow);
};

/** Puts an image together with the base that an instance is in the state of, image included. */
export const takeWhole = ({ engine }: Instance, base: BaseImage, image: ContractImage): WholeImage => {
  const upperStart = Math.min(image.stackLow & ~(pageBytes - 1), base.upperStart);
  return {
    data: engine.memory.slice(0, base.data.length),
    upper: engine.memory.slice(upperStart, heapEndOf(engine)),
    upperStart,
  };
};

export const imageBytes = ({ pages }: Pick<ContractImage, 'pages'>): number => pages.length * pageBytes;

/** Places a contract's code where `evaluate` finds it. */
export const placeCode = ({ engine }: Instance, { code }: BaseAddresses, bytes: Uint8Array): void => {
  if (bytes.length > codeBytesMax) throw new RangeError(`${bytes.length} bytes of code`);
  engine.memory.set(bytes, code);
  engine.memory[code + bytes.length] = 0;
};
