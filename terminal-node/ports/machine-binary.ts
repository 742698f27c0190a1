// The binary of the contract machine under Node: the file that scripts/build-machine.ts makes. Bounded: read once for each
// machine, 604 kB.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const path = join(import.meta.dirname, '../../shared/core/contracts/generated/machine.wasm');

export const readMachineBinary = async (): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await readFile(path));
