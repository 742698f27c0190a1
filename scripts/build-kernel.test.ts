// The kernel that nodes carry is the one that its generator gives.

import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { kernelBytesModule, kernelBytesPath } from './build-kernel.ts';

test('the checked-in kernel is what the generator and the assembler give today', async () => {
  expect(await readFile(kernelBytesPath, 'utf8')).toBe(await kernelBytesModule());
});
