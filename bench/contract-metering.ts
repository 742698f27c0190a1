// The figure `contract-metering`: what counting gas costs. The same program of objects, texts, sorting and arithmetic is
// evaluated by the engine's metered binary and by the binary of the package that it is made of, each in an instance that
// nothing else runs in, under Node.js. The unmetered one may be at most 1.8 times as fast: a ratio of at least 0.556.
// Bounds: an instance of 16 MiB each, reset before every turn.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { machinePath } from '../scripts/build-machine.ts';
import { type Contender, figure, measureInterleaved } from './measure.ts';
import type { BenchFigure } from './measure.ts';

const unmeteredPath = createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm');
const pages = 256;

const program = `
  let sum = 0;
  const byName = {};
  for (let i = 0; i < 2000; i++) {
    const name = 'n' + ((i * 7) % 101);
    byName[name] = (byName[name] ?? 0) + i;
    sum = (sum * 31 + name.length * i) % 1000003;
  }
  const sorted = Object.keys(byName).sort((a, b) => byName[a] - byName[b]);
  const text = JSON.stringify(sorted.map((name) => ({ name, n: byName[name] })));
  let n = 1n;
  for (let i = 1n; i < 60n; i++) n *= i;
  if (sum !== 286924 || text.length !== 2517 || n % 61n !== 1n) throw new Error(sum + ' ' + text.length + ' ' + n % 61n);
`;

interface Evaluator {
  readonly reset: () => void;
  readonly evaluate: () => void;
}

type Call = (...args: readonly number[]) => number;

/** A bare engine: every import answers 0, and what counts gas, where there is something, has as much as it takes. */
const evaluatorOf = (binary: Uint8Array<ArrayBuffer>, source: string): Evaluator => {
  const module = new WebAssembly.Module(binary);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const imports = WebAssembly.Module.imports(module).map(
    ({ name, kind }) => [name, kind === 'memory' ? memory : () => 0] as const,
  );
  const { exports } = new WebAssembly.Instance(module, { a: Object.fromEntries(imports) });
  const call = (name: string, ...args: readonly number[]): number => {
    const found = exports[name];
    if (typeof found !== 'function') throw new Error(`the engine has no function ${name}`);
    return (found as Call)(...args);
  };
  const refill = (name: string, value: number): void => {
    const found = exports[name];
    if (found instanceof WebAssembly.Global) found.value = value;
  };
  const refillAll = (): void => {
    refill('gas', 2 ** 31 - 1);
    refill('stack', 240_000);
  };
  const place = (text: string): number => {
    const bytes = new TextEncoder().encode(`${text}\0`);
    const address = call('v', bytes.length);
    new Uint8Array(memory.buffer).set(bytes, address);
    return address;
  };
  refillAll();
  call('u');
  const runtime = call('K');
  call('D', runtime, 0);
  const context = call('N', runtime, 0b1111_0101_0101);
  const [code, file] = [place(`{${source}}`), place('program.js')];
  const fresh = new Uint8Array(memory.buffer).slice();
  return {
    reset: () => {
      new Uint8Array(memory.buffer).set(fresh);
    },
    evaluate: () => {
      refillAll();
      const result = call('pa', context, code, source.length + 2, file, 0, 0);
      if (call('na', context, result) !== 0) throw new Error('the program failed');
    },
  };
};

const evaluating = (name: string, { reset, evaluate }: Evaluator): Contender => ({
  name,
  prepare: reset,
  work: (count) => {
    for (let i = 0; i < count; i++) evaluate();
    return count;
  },
});

export async function run(): Promise<BenchFigure> {
  const binaries = [await readFile(machinePath), await readFile(unmeteredPath)];
  const contenders = binaries.map((binary, index) =>
    evaluating(index === 0 ? 'metered' : 'unmetered', evaluatorOf(new Uint8Array(binary), program)),
  );
  const [metered = Number.NaN, unmetered = Number.NaN] = await measureInterleaved(contenders, {
    rounds: 41,
    roundMs: 60,
  });
  return figure('contract-metering', 'node', 'program/s', metered, unmetered);
}
