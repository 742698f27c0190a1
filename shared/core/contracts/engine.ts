// One instance of the metered engine with a QuickJS context in it, driven through its own exports. The glue of the
// package is left out: it grows memory, reads clock, locale and environment, and prints. Here every import is pinned, so
// nothing of the host reaches a program. Memory is fixed at 16 MiB; QuickJS may use 8 MiB of it.
// The exports carry the names that the package's build gave them; the hash of the binary is checked before it is used,
// so names and addresses below cannot be those of another build.

import { signal } from './signal.ts';

const enginePages = 256;
const heapBytesMax = 8 * 1024 * 1024;

export interface Engine {
  readonly memory: Uint8Array;
  readonly words: DataView;
  readonly gas: WebAssembly.Global;
  /** what is left of the host's stack, in the meter's estimate of bytes */
  readonly stack: WebAssembly.Global;
  readonly memoryStackLow: WebAssembly.Global;
  readonly stackPointer: WebAssembly.Global;
  readonly raw: RawEngine;
  /** answers the native function of this number; set by the machine for as long as a frame runs */
  onHostCall: (operation: number) => void;
  /** of a traced binary (traced-binary.ts): a function is entered, with its value as the engine has it, or left */
  onFunction: ((fn: bigint, what: number) => void) | undefined;
}

/** The exports in use. Arguments and results are addresses in the memory, or plain numbers. */
export interface RawEngine {
  readonly construct: () => number;
  readonly malloc: (size: number) => number;
  readonly newRuntime: () => number;
  readonly setMemoryLimit: (runtime: number, bytes: number) => void;
  readonly setStackLimit: (runtime: number, bytes: number) => void;
  readonly newContext: (runtime: number, features: number) => number;
  readonly newObject: (context: number) => number;
  readonly newText: (context: number, text: number) => number;
  readonly newArrayBuffer: (context: number, address: number, length: number) => number;
  readonly newFunction: (context: number, name: number, length: number, isClass: number, operation: number) => number;
  readonly getProperty: (context: number, object: number, name: number) => number;
  readonly setProperty: (context: number, object: number, name: number, value: number) => void;
  readonly evaluate: (
    context: number,
    code: number,
    length: number,
    file: number,
    detect: number,
    flags: number,
  ) => number;
  readonly call: (context: number, fn: number, self: number, count: number, args: number) => number;
  /** the exception that a result stands for, or 0 */
  readonly exceptionOf: (context: number, result: number) => number;
  readonly undefined: () => number;
}

/** What an assertion, abort or exit of the engine does. */
const abort = (): never => {
  throw signal('engine-fault', 'the engine aborted');
};

/** WASI's "bad file descriptor" and "invalid seek", which its standard library takes for closed streams. */
const badDescriptor = 8;
const invalidSeek = 70;

/** Every import with one fixed answer: no clock, locale, environment, time zone, timer, module or output. */
const pinnedImports = (memory: WebAssembly.Memory, engine: () => Engine): WebAssembly.Imports => {
  const words = new DataView(memory.buffer);
  const none = (): number => 0;
  const nothing = (): void => undefined;
  return {
    a: {
      a: memory,
      b: abort, // assertion
      c: () => badDescriptor, // write
      d: () => badDescriptor, // close
      e: none, // environment
      f: (count: number, size: number) => {
        words.setUint32(count, 0, true);
        words.setUint32(size, 0, true);
        return 0;
      },
      g: none, // module names
      h: none, // module sources
      i: none, // interrupt handler
      j: none, // timer
      k: none, // growth of the memory
      l: nothing,
      m: (fn: bigint, what: number) => {
        engine().onFunction?.(fn, what); // local time, and the hook of a traced binary
      },
      n: nothing, // time zone
      o: () => invalidSeek,
      p: none, // clock
      q: abort,
      r: abort, // exit
      s: (_context: number, _self: number, _count: number, _args: number, operation: number) => {
        engine().onHostCall(operation);
        return 0; // undefined
      },
      t: nothing,
    },
  };
};

const globalOf = (instance: WebAssembly.Instance, name: string): WebAssembly.Global => {
  const found = instance.exports[name];
  if (!(found instanceof WebAssembly.Global)) throw new Error(`the engine has no global ${name}`);
  return found;
};

/** An export by its name in the binary, as numbers in and a number out (0 for none). */
const exported = (instance: WebAssembly.Instance, name: string): ((...args: readonly number[]) => number) => {
  const found = instance.exports[name];
  if (typeof found !== 'function') throw new Error(`the engine has no function ${name}`);
  return (...args) => Number(found(...args) ?? 0);
};

const rawOf = (instance: WebAssembly.Instance): RawEngine => ({
  construct: exported(instance, 'u'),
  malloc: exported(instance, 'v'),
  newRuntime: exported(instance, 'K'),
  setMemoryLimit: exported(instance, 'y'),
  setStackLimit: exported(instance, 'D'),
  newContext: exported(instance, 'N'),
  newObject: exported(instance, 'U'),
  newText: exported(instance, '_'),
  newArrayBuffer: exported(instance, 'X'),
  newFunction: exported(instance, 'Da'),
  getProperty: exported(instance, 'ha'),
  setProperty: exported(instance, 'ja'),
  evaluate: exported(instance, 'pa'),
  call: exported(instance, 'ma'),
  exceptionOf: exported(instance, 'na'),
  undefined: exported(instance, 'E'),
});

/** A bare instance: its memory is as the binary has it, and nothing has run. */
export const createEngine = (module: WebAssembly.Module): Engine => {
  const memory = new WebAssembly.Memory({ initial: enginePages, maximum: enginePages });
  let self: Engine | undefined = undefined;
  const instance = new WebAssembly.Instance(
    module,
    pinnedImports(memory, () => self ?? abort()),
  );
  const engine: Engine = {
    memory: new Uint8Array(memory.buffer),
    words: new DataView(memory.buffer),
    gas: globalOf(instance, 'gas'),
    stack: globalOf(instance, 'stack'),
    memoryStackLow: globalOf(instance, 'memoryStackLow'),
    stackPointer: globalOf(instance, 'global0'),
    raw: rawOf(instance),
    onHostCall: abort,
    onFunction: undefined,
  };
  self = engine;
  return engine;
};

/** Features of a context: all but Date, String normalisation, Proxy and what needs those. Bits of QuickJS's interface. */
const features = {
  baseObjects: 1 << 0,
  eval: 1 << 2,
  regExp: 1 << 4,
  json: 1 << 6,
  mapSet: 1 << 8,
  typedArrays: 1 << 9,
  promise: 1 << 10,
  bigInt: 1 << 11,
} as const;

/** A context in which nothing has been evaluated. */
export const createContext = ({ raw }: Engine): number => {
  raw.construct();
  const runtime = raw.newRuntime();
  raw.setMemoryLimit(runtime, heapBytesMax);
  raw.setStackLimit(runtime, 0); // the meter's limit is the only one
  return raw.newContext(
    runtime,
    Object.values(features).reduce((all, bit) => all | bit, 0),
  );
};

const encoder = new TextEncoder();

/** Writes bytes with a zero behind them into memory of their own. */
export const placeBytes = ({ raw, memory }: Engine, bytes: Uint8Array, room = bytes.length): number => {
  const address = raw.malloc(room + 1);
  if (address === 0) throw new Error('the engine has no memory');
  memory.set(bytes, address);
  memory[address + bytes.length] = 0;
  return address;
};

export const placeText = (engine: Engine, text: string): number => placeBytes(engine, encoder.encode(text));
