// The npm package: holds what is needed and nothing else, runs as JavaScript on its own, and its types hold.

import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Below the repository, so that packages are found there. */
const folder = join(root, 'node_modules', '.cache', 'tabchain', `package-test-${process.pid}`);
const run = promisify(execFile);

const consumer = `
import { createNode, type Status } from 'tabchain';
export const heightOf = async (data: string): Promise<number> => {
  const node = await createNode({ data });
  const status: Status = await node.request({ method: 'node_status' });
  // @ts-expect-error there is no such method
  await node.request({ method: 'nothing' });
  return status.height;
};
`;

test('what is packed is the built node, relay and library, with types, and it runs', async () => {
  const out = join(folder, 'node_modules', 'tabchain');
  try {
    await run(process.execPath, [join(root, 'scripts/package.mjs'), '--without-page', '--out', out]);
    const packed = await run('npm', ['pack', '--dry-run', '--json'], { cwd: out, maxBuffer: 16 * 1024 * 1024 });
    const [{ files, size }] = JSON.parse(packed.stdout) as [{ files: { path: string }[]; size: number }];
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(['tabchain.js', 'terminal-node/library.js', 'relay/main.js', 'LICENSE']),
    );
    const strange = /\.test\.|\.svelte$|^(tests|bench|scripts|docs|browser-node)\/|(?<!\.d)\.ts$|wallet|\.map$/;
    expect(paths.filter((path) => strange.test(path) && !/wallet[^/]*\.(js|d\.ts)$|\/wallet\//.test(path))).toEqual([]);
    expect(size).toBeLessThan(2_000_000);

    const attack = await run(process.execPath, [join(out, 'tabchain.js'), 'attack', 'garbage', '--json']);
    expect(JSON.parse(attack.stdout)).toMatchObject({ attack: 'garbage', held: true });

    await mkdir(join(folder, 'consumer'));
    await writeFile(join(folder, 'consumer', 'use.mts'), consumer);
    const options = [
      '--ignoreConfig',
      '--module',
      'nodenext',
      '--target',
      'es2023',
      '--strict',
      '--noEmit',
      '--skipLibCheck',
    ];
    const tsc = [join(root, 'node_modules/typescript/bin/tsc'), ...options, '--lib', 'es2023,dom'];
    const types = ['--types', 'node', '--typeRoots', join(root, 'node_modules/@types')];
    await run(process.execPath, [...tsc, ...types, join(folder, 'consumer', 'use.mts')], {
      cwd: join(folder, 'consumer'),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 180_000);
