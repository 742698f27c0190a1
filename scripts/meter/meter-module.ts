// Meters a whole binary: `gas`, `stack` and `memoryStackLow` become globals that the host sets before a call and reads
// after it, and every other mutable global is exported, so that an instance that trapped can be set back. The same bytes
// come out on every machine.

import { signedLeb } from '../../shared/core/contracts/leb128.ts';
import { meterFunction, type MeterGlobals } from './meter-function.ts';
import { readWasm, writeWasm } from './wasm-module.ts';

export interface MeterOptions {
  /** global that holds the engine's stack pointer */
  readonly stackPointer: number;
  readonly memoryStackFloor: number;
}

export const meterModule = (binary: Uint8Array, options: MeterOptions): Uint8Array => {
  const module = readWasm(binary);
  const globals: MeterGlobals = {
    ...options,
    gas: module.globalCount,
    stack: module.globalCount + 1,
    memoryStackLow: module.globalCount + 2,
  };
  const initial = signedLeb(0x7fff_ffff);
  return writeWasm(
    module,
    [
      { name: 'gas', initial },
      { name: 'stack', initial },
      { name: 'memoryStackLow', initial },
    ],
    module.bodies.map((body) => meterFunction(body, globals)),
  );
};
