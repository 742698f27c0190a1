// Compiles the proof-of-work kernel from its generated text and writes it into the source tree, where nodes find it:
// run it after a change of the generator (`node scripts/build-kernel.ts`). The result is checked in, so that starting a
// node needs neither this step nor the assembler; build-kernel.test.ts holds that it is what the generator gives.
// Bound: writes one file, shared/core/consensus/pow-kernel/kernel-bytes.ts.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import wabtModule from 'wabt';
import { kernelWat } from '../shared/core/consensus/pow-kernel/kernel-wat.ts';
import type { KernelVariant } from '../shared/core/consensus/pow-kernel/kernel-wat.ts';

export const kernelBytesPath = join(import.meta.dirname, '../shared/core/consensus/pow-kernel/kernel-bytes.ts');

const header = `// The compiled search kernel in both variants, WebAssembly in base64. Written by scripts/build-kernel.ts from
// kernel-wat.ts with wabt, not by hand; a test compiles it again and compares every byte.
`;

/** The whole text of kernel-bytes.ts. */
export async function kernelBytesModule(): Promise<string> {
  const scalar = await assemble('scalar');
  const simd = await assemble('simd');
  return `${header}
export const scalarKernelBase64 =
  '${scalar.toString('base64')}';

export const simdKernelBase64 =
  '${simd.toString('base64')}';
`;
}

async function assemble(variant: KernelVariant): Promise<Buffer> {
  const wabt = await wabtModule();
  const module = wabt.parseWat(`${variant}.wat`, kernelWat(variant), { simd: true });
  try {
    module.validate();
    return Buffer.from(module.toBinary({}).buffer);
  } finally {
    module.destroy();
  }
}

if (import.meta.main) await writeFile(kernelBytesPath, await kernelBytesModule());
