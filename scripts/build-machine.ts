// Makes the binary of the contract machine: the release variant of QuickJS that the lockfile pins, rewritten so that it
// counts its own gas and stack (scripts/meter). Run by every command that needs it (scripts/prepare.mjs, Vitest's set-up);
// it writes one file, shared/core/contracts/generated/machine.wasm, which is not checked in because it comes out of the
// package the same on every machine. Its hash is pinned in the protocol, so a wrong one is never loaded.

import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { engineLayout } from '../shared/core/contracts/engine-layout.ts';
import { meterModule } from './meter/meter-module.ts';

export const machinePath = join(import.meta.dirname, '../shared/core/contracts/generated/machine.wasm');

/** The global of the binary that holds its stack pointer. */
const stackPointer = 0;

export async function meteredBinary(): Promise<Uint8Array> {
  const source = createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm');
  return meterModule(await readFile(source), { stackPointer, memoryStackFloor: engineLayout.stackFloor });
}

/** Writes the binary where it is missing or another; a reader never sees half of it. */
export async function buildMachine(): Promise<void> {
  const binary = await meteredBinary();
  if (existsSync(machinePath) && Buffer.compare(await readFile(machinePath), binary) === 0) return;
  await mkdir(dirname(machinePath), { recursive: true });
  const partial = `${machinePath}.${process.pid}`;
  await writeFile(partial, binary);
  await rename(partial, machinePath);
}

if (import.meta.main) await buildMachine();
