// Gas by JavaScript function: a shadow stack beside the engine's, fed by a traced binary (traced-binary.ts). Between two
// events the gas that went is the running function's own; what a frame used and no event saw is its last function's, so
// that the rows come to exactly the gas of the call. What the host API does for a function is the host function's.
// Bounded: rows by the functions of the contracts that ran, the stack by the engine's.

import type { FunctionGas, Hex32 } from '../model/index.ts';
import { type Frame, gasLeft } from './frame.ts';
import { functionName, type FunctionName, sourceOf } from './function-names.ts';
import { entering, leaving } from './traced-binary.ts';

interface Row {
  readonly shown: Omit<FunctionGas, 'calls' | 'gas'>;
  calls: number;
  gas: number;
}

interface ProfiledFrame {
  readonly frame: Frame;
  readonly module: string;
  readonly names: Map<string, FunctionName | undefined>;
  readonly running: Row[];
  gasBefore: number;
  attributed: number;
}

export interface FunctionProfile {
  readonly begin: (frame: Frame, module: string) => void;
  /** From here to `evaluated` the module is read; its functions do not count meanwhile. */
  readonly evaluating: () => void;
  readonly evaluated: () => void;
  /** Gas that a nested frame has accounted for itself. */
  readonly skip: (gas: number) => void;
  readonly end: (gasUsed: number) => void;
  readonly reset: () => void;
  /** the most expensive first */
  readonly rows: () => readonly FunctionGas[];
}

type Rows = Map<string, Row>;

const rowOf = (rows: Rows, contract: Hex32, { kind, name, line }: FunctionName | typeof moduleRow): Row => {
  const key = `${contract} ${kind} ${name} ${line}`;
  const known = rows.get(key);
  if (known !== undefined) return known;
  const made: Row = { shown: { contract, kind, name, line }, calls: 0, gas: 0 };
  rows.set(key, made);
  return made;
};

const moduleRow = { kind: 'module', name: '', line: 0 } as const;
const callRow = { kind: 'call', name: '', line: 0 } as const;

/** What went since the last event is of whoever runs. */
const settle = (profiled: ProfiledFrame): void => {
  const now = gasLeft(profiled.frame);
  const row = profiled.running.at(-1);
  if (row !== undefined) row.gas += profiled.gasBefore - now;
  profiled.attributed += profiled.gasBefore - now;
  profiled.gasBefore = now;
};

const enter = (profiled: ProfiledFrame, row: Row): void => {
  settle(profiled);
  row.calls += 1;
  profiled.running.push(row);
};

const leave = (profiled: ProfiledFrame): void => {
  settle(profiled);
  profiled.running.pop();
};

const nameOf = ({ module, names, frame }: ProfiledFrame, fn: bigint): FunctionName | undefined => {
  const source = sourceOf(frame.instance.engine, fn);
  if (source === undefined) return undefined;
  if (!names.has(source)) names.set(source, functionName(module, source));
  return names.get(source);
};

/** Functions without a name of their own, and those by which the host API does its work, count to who runs them. */
const entered = (rows: Rows, profiled: ProfiledFrame, fn: bigint): void => {
  const name = nameOf(profiled, fn);
  const top = profiled.running.at(-1);
  if (top === undefined) return;
  const isOfTop =
    name === undefined ||
    (name.kind !== 'contract' && top.shown.kind === 'host') ||
    (name.kind === 'call' && top.shown.kind !== 'contract');
  if (!isOfTop) {
    enter(profiled, rowOf(rows, profiled.frame.call.contract, name));
    return;
  }
  settle(profiled);
  profiled.running.push(top);
};

export const createFunctionProfile = (): FunctionProfile => {
  const rows: Rows = new Map();
  let frames: ProfiledFrame[] = [];
  const current = (): ProfiledFrame => {
    const last = frames.at(-1);
    if (last === undefined) throw new Error('no frame is profiled');
    return last;
  };
  return {
    begin: (frame, module) => {
      const call = rowOf(rows, frame.call.contract, callRow);
      call.calls += 1;
      const names = new Map<string, FunctionName | undefined>();
      frames.push({ frame, module, names, running: [call], gasBefore: frame.call.gas, attributed: 0 });
    },
    evaluating: () => {
      enter(current(), rowOf(rows, current().frame.call.contract, moduleRow));
    },
    evaluated: () => {
      const profiled = current();
      leave(profiled);
      profiled.frame.instance.engine.onFunction = (fn, what) => {
        if (what === entering) entered(rows, profiled, fn);
        else if (what === leaving) leave(profiled);
      };
    },
    skip: (gas) => {
      const profiled = current();
      profiled.gasBefore -= gas;
      profiled.attributed += gas;
    },
    end: (gasUsed) => {
      const profiled = current();
      const row = profiled.running.at(-1);
      if (row !== undefined) row.gas += gasUsed - profiled.attributed;
      profiled.frame.instance.engine.onFunction = undefined;
      frames.pop();
    },
    reset: () => {
      frames = [];
      rows.clear();
    },
    rows: () =>
      [...rows.values()].map(({ shown, calls, gas }) => ({ ...shown, calls, gas })).toSorted((a, b) => b.gas - a.gas),
  };
};
